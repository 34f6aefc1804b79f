import 'i18next';
import type { Dictionary } from './zh.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Dictionary };
    keySeparator: '/';
    nsSeparator: false;
    returnNull: false;
  }
}
