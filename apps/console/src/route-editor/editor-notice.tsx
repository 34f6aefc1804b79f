import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { sentenceOf } from '../api/problem.js';
import { useParts } from './use-editor.js';
import type { Save } from './use-save.js';

/** What became of the last save, above the map. */
export function EditorNotice({ save }: { save: Save }) {
  const { t, i18n } = useTranslation();
  const { row } = useParts();
  const [closed, setClosed] = useState<unknown>(null);
  const told = save.saved ?? save.error;
  if (!told || told === closed) return null;
  return (
    <div className={save.saved ? 'editor-notice editor-notice-good' : 'editor-notice editor-notice-bad'} role="status">
      {save.saved ? (
        <>
          <span>
            {t('editor/savedAs', { number: save.saved.number, state: t(`editor/state/${save.saved.state}`) })}
          </span>
          <Link to={`/routes/${row.id}`}>{t('editor/openRoute')}</Link>
        </>
      ) : (
        <span>{sentenceOf(save.error, i18n.language)}</span>
      )}
      <Button size="small" type="text" onClick={() => setClosed(told)}>
        {t('common/close')}
      </Button>
    </div>
  );
}
