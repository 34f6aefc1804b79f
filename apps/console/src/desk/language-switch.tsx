import { useTranslation } from 'react-i18next';
import { switchLanguage } from '../i18n/i18n.js';

/** Names the other language in that language. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'zh' : 'en';
  return (
    <button
      type="button"
      className="quiet-button"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => switchLanguage(other)}
    >
      {t('common/language')}
    </button>
  );
}
