import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { zh } from './zh.js';

export type Language = 'zh' | 'en';

const STORED = 'xunhang.language';

/** The language chosen on this computer; Chinese until somebody switched. */
export function storedLanguage(): Language {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

/** Switches the language of the whole page and remembers it. */
export function switchLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // A browser that refuses storage still switches, only for this visit.
  }
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  void i18next.changeLanguage(language);
}

/** Both dictionaries are part of the page: a switch needs no network. */
export function startI18n(): void {
  const language = storedLanguage();
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
    // Fact names hold dots, so a dot must not be the separator of levels inside a key.
    keySeparator: '/',
    nsSeparator: false,
    returnNull: false,
    initAsync: false,
  });
}
