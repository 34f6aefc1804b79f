import { useTranslation } from 'react-i18next';

/** A text that exists in both languages. */
export interface TwoLanguages {
  zh: string;
  en: string;
}

/** The one of both texts that the reader reads. */
export function inLanguage(text: TwoLanguages, language: string): string {
  return language === 'en' ? text.en : text.zh;
}

/** Picks the reader's text out of both. */
export function useInLanguage(): (text: TwoLanguages) => string {
  const { i18n } = useTranslation();
  return (text) => inLanguage(text, i18n.language);
}
