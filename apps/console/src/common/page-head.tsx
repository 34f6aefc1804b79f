import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from './age-text.js';

/** Title of a page, how old its data is, and what one can do with it. */
export function PageHead({
  title,
  updatedAt = 0,
  lead,
  children,
}: {
  title: ReactNode;
  /** Milliseconds since 1970 by this computer's clock; 0: not yet. */
  updatedAt?: number;
  lead?: string;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="page-head">
      <div className="page-head-row">
        <h1>{title}</h1>
        {children}
        {updatedAt > 0 && (
          <span className="faint page-updated">
            {t('common/updated')} <Age at={updatedAt} />
          </span>
        )}
      </div>
      {lead && <p className="page-lead">{lead}</p>}
    </div>
  );
}
