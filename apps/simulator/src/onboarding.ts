import { type Dock } from './dock.js';

/** Milliseconds after which a dock that got no configuration introduces itself all the same. */
const CONFIG_PATIENCE = 3000;

/**
 * What a dock asks after it was switched on: its configuration (repeated until answered), then whether it is bound; if
 * not, and it was told an organization on site, it asks for that one and binds itself and its aircraft.
 */
export function onboardDock(dock: Dock, ready: () => void): void {
  let introduced = false;
  const introduceOnce = () => {
    if (introduced) return;
    introduced = true;
    ready();
  };
  const patience = dock.world.wheel.after(CONFIG_PATIENCE, introduceOnce);
  if (!dock.outbox.waitsFor('config')) {
    dock.request('config', { config_type: 'json', config_scope: 'product' }, () => {
      patience.cancel();
      introduceOnce();
      askBinding(dock);
    });
  }
}

function askBinding(dock: Dock): void {
  const devices = [{ sn: dock.sn }, { sn: dock.aircraft.sn }];
  dock.request('airport_bind_status', { devices }, (data) => {
    const status = listOf(data, 'bind_status').find(({ sn }) => sn === dock.sn);
    if (status?.['is_device_bind_organization'] !== true) bind(dock);
  });
}

function bind(dock: Dock): void {
  const { organizationId, bindingCode } = dock.account;
  if (!organizationId || !bindingCode) return;
  const asked = { device_binding_code: bindingCode, organization_id: organizationId };
  dock.request('airport_organization_get', asked, (data) => {
    if (resultOf(data) !== 0) return;
    const devices = [
      { sn: dock.sn, device_model_key: dock.model.key, device_callsign: dock.account.name },
      { sn: dock.aircraft.sn, device_model_key: dock.aircraft.model.key, device_callsign: dock.account.aircraft.name },
    ];
    dock.request(
      'airport_organization_bind',
      { bind_devices: devices.map((device) => ({ ...device, ...asked })) },
      () => {},
    );
  });
}

function resultOf(data: unknown): number {
  const { result } = (data ?? {}) as { result?: unknown };
  return typeof result === 'number' ? result : -1;
}

function listOf(data: unknown, name: string): Record<string, unknown>[] {
  const output = ((data ?? {}) as { output?: Record<string, unknown> }).output;
  const list = output?.[name];
  return Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
}
