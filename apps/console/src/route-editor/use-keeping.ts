import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { drawingKeep } from './drawing-keep.js';
import { useEditor, useParts } from './use-editor.js';

const PAUSE_MS = 300;

/** Keeps unsaved work in this browser, and warns who leaves with it. */
export function useKeeping(): void {
  const { t } = useTranslation();
  const { store, row } = useParts();
  const { modal } = App.useApp();
  const route = useEditor(({ history }) => history.present.route);
  const dirty = useEditor(({ history, saved }) => history.present.route !== saved);

  useEffect(() => {
    if (!dirty) return;
    const keep = () => void drawingKeep.put(row.id, { route, basedOn: store.state().basedOn, at: Date.now() });
    const timer = setTimeout(keep, PAUSE_MS);
    const hidden = () => document.hidden && keep();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [dirty, route, row.id, store]);

  // Undone back to what is saved: nothing is left to keep.
  useEffect(() => {
    if (!dirty) void drawingKeep.drop(row.id);
  }, [dirty, row.id]);

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => store.isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const asked = modal.confirm({
      title: t('editor/leaveTitle'),
      content: t('editor/leaveText'),
      okText: t('editor/leave'),
      cancelText: t('editor/stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => asked.destroy();
  }, [blocker, modal, t]);
}
