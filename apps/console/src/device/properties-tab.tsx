import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '#contracts';
import { queries } from '../api/queries.js';
import { Age } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { GROUP_NAMES } from './property-word.js';
import { readProperties, type PropertySection } from './read-properties.js';

/** All merged properties, grouped and translated where known, raw where not; each says how old it is. */
export function PropertiesTab({ device }: { device: DeviceView }) {
  const { t, i18n } = useTranslation();
  const query = useQuery(queries.deviceState(device.sn));
  const [typed, setTyped] = useState('');
  const sections = useMemo(
    () => (query.data ? narrow(readProperties(query.data, device.kind, i18n.language), typed) : []),
    [query.data, device.kind, i18n.language, typed],
  );
  const empty = query.data && Object.keys(query.data.properties).length === 0 ? t('device/noProperties') : undefined;
  return (
    <QueryStates query={query} empty={empty}>
      <Input
        allowClear
        size="small"
        aria-label={t('device/filterProperties')}
        placeholder={t('device/filterProperties')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {sections.map(({ group, rows }) => (
        <section key={group ?? 'raw'} className="properties">
          <h3>
            {group === null ? t('device/rawGroup') : GROUP_NAMES[group][i18n.language === 'en' ? 1 : 0]}
            <span className="faint number">{rows.length}</span>
          </h3>
          <table>
            <tbody>
              {rows.map((row) => (
                <tr key={row.path}>
                  <th scope="row" title={row.path}>
                    {row.known ? row.label : <code>{row.path}</code>}
                  </th>
                  <td className="property-value">{row.known ? row.text : <code>{row.text}</code>}</td>
                  <td className="property-age">
                    <Age at={row.receivedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      <p className="faint">{t('device/stateNote')}</p>
    </QueryStates>
  );
}

function narrow(sections: PropertySection[], typed: string): PropertySection[] {
  const search = typed.trim().toLowerCase();
  if (!search) return sections;
  return sections
    .map(({ group, rows }) => ({
      group,
      rows: rows.filter((row) => row.label.toLowerCase().includes(search) || row.path.toLowerCase().includes(search)),
    }))
    .filter(({ rows }) => rows.length > 0);
}
