import { type RemoteController } from './remote-controller.js';
import { BAD_PARAMETER, DONE, NOT_SUPPORTED, type Answer, type Call, type Services } from './answers.js';

/** Milliseconds a pilot needs to look at the screen and agree. */
const PILOT_LOOKS = 4000;

/** What the cloud may ask of a remote controller; waylines are the pilot's own business. */
export const pilotServices: Services<RemoteController> = {
  cloud_control_auth_request: request,
  cloud_control_release: (controller) => {
    controller.cloudControl = [];
    sayControl(controller);
    return DONE;
  },
  drc_mode_enter: () => NOT_SUPPORTED,
  drc_mode_exit: () => NOT_SUPPORTED,
};

function request(controller: RemoteController, { data, bid }: Call): Answer {
  const keys = Array.isArray(data['control_keys']) ? data['control_keys'].map(String) : [];
  if (keys.length === 0) return BAD_PARAMETER;
  const agree = () => {
    controller.cloudControl = keys;
    controller.event('cloud_control_auth_notify', { result: 0, output: { status: 'ok' } }, { bid, needReply: true });
    sayControl(controller);
  };
  return {
    result: 0,
    output: { status: 'in_progress' },
    after: () => controller.world.wheel.after(PILOT_LOOKS, agree),
  };
}

function sayControl(controller: RemoteController): void {
  controller.state(controller.sn, { cloud_control_auth: controller.cloudControl });
  controller.state(controller.sn, { is_cloud_control_auth: controller.cloudControl.length > 0 });
}
