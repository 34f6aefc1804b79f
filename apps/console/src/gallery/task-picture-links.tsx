import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { session } from '../api/session.js';
import './gallery.css';

const EvidenceDialog = lazy(async () => ({ default: (await import('./evidence-dialog.js')).EvidenceDialog }));

/** What can be done with the pictures of a task: seen in the gallery, made into an evidence pack. */
export function TaskPictureLinks({ task }: { task: { id: string; name: string } }) {
  const { t } = useTranslation();
  const [packing, setPacking] = useState(false);
  return (
    <p className="block-links">
      <Link to={`/gallery?task=${task.id}`}>{t('gallery/inGallery')}</Link>
      {session.can('evidence.manage') && (
        <Button size="small" onClick={() => setPacking(true)}>
          {t('gallery/makePack')}
        </Button>
      )}
      <Suspense>{packing && <EvidenceDialog of={{ task }} close={() => setPacking(false)} />}</Suspense>
    </p>
  );
}
