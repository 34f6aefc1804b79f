export { CEILING_METRES } from './limits.js';
