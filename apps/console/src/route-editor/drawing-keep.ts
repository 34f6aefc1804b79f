import type { Route } from '#wayline';
import { session } from '../api/session.js';

/** A drawing that was not saved, as this browser keeps it. */
export interface KeptDrawing {
  route: Route;
  /** The version it was drawn from; null: none. */
  basedOn: number | null;
  /** Milliseconds since 1970. */
  at: number;
}

const DATABASE = 'xunhang.drawings';
const STORE = 'routes';

/**
 * Keeps unsaved drawings in this browser, so that a reload, a crash or a closed lid loses nothing. A browser that keeps
 * nothing is no fault: then leaving is only warned of.
 */
export const drawingKeep = {
  find: (routeId: string): Promise<KeptDrawing | undefined> =>
    inStore<KeptDrawing | undefined>('readonly', (store) => store.get(keyOf(routeId))).catch(() => undefined),
  put: (routeId: string, drawing: KeptDrawing): Promise<void> =>
    inStore('readwrite', (store) => store.put(drawing, keyOf(routeId))).then(nothing, nothing),
  drop: (routeId: string): Promise<void> =>
    inStore('readwrite', (store) => store.delete(keyOf(routeId))).then(nothing, nothing),
};

/** Several people may work at one computer: nobody finds another's drawing. */
function keyOf(routeId: string): string {
  const state = session.state();
  return `${state.phase === 'signed_in' ? state.user.username : ''} ${routeId}`;
}

function nothing(): void {}

function inStore<Answer>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result as Answer);
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}
