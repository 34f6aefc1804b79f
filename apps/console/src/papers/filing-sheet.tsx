import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { dayAfter, dayOf } from '../common/local-time.js';
import { livePicture } from '../live/live-picture.js';

/** The filing sheet of a day, as the authority takes it: tomorrow's at first, for it is filed on the day before. */
export function FilingSheet() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [day, setDay] = useState(() => dayAfter(dayOf(livePicture.serverNow()), 1));
  const [busy, setBusy] = useState(false);
  const fetchSheet = async (kind: 'xlsx' | 'pdf') => {
    setBusy(true);
    try {
      await download(`/api/v1/filing-sheets/${day}.${kind}`, `${t('papers/sheetFile', { day })}.${kind}`);
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="filing-sheet" role="group" aria-label={t('papers/sheet')}>
      <b>{t('papers/sheet')}</b>
      <label className="day-field">
        <span className="hidden">{t('papers/sheetDay')}</span>
        <input
          type="date"
          aria-label={t('papers/sheetDay')}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <Button size="small" disabled={!day || busy} onClick={() => void fetchSheet('xlsx')}>
        {t('papers/sheetXlsx')}
      </Button>
      <Button size="small" disabled={!day || busy} onClick={() => void fetchSheet('pdf')}>
        {t('papers/sheetPdf')}
      </Button>
    </span>
  );
}
