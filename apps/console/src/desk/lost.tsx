import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';

/** No such page, no right to it, or a fault in it: one sentence and a way on. */
export function Lost({ forbidden = false, fault = false }: { forbidden?: boolean; fault?: boolean }) {
  const { t } = useTranslation();
  const error = useRouteError();
  const sentence = forbidden ? t('page/forbidden') : fault && error ? t('page/broken') : t('page/notFound');
  return (
    <div className="state" role="alert">
      <h1>{sentence}</h1>
      <Link to="/" reloadDocument={fault}>
        {t('page/home')}
      </Link>
    </div>
  );
}
