import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import { request } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';

/** Marks a route as one of the reader's favourites, here and in Pilot. */
export function FavouriteButton({ route }: { route: RouteView }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const toggle = async () => {
    try {
      await request(`/api/v1/routes/${route.id}/favourite`, { method: route.favourite ? 'DELETE' : 'PUT' });
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
    void client.invalidateQueries({ queryKey: ['list', '/api/v1/routes'] });
    void client.invalidateQueries({ queryKey: ['route'] });
  };
  return (
    <button
      type="button"
      className="favourite"
      aria-pressed={route.favourite}
      aria-label={`${route.favourite ? t('routes/unfavourite') : t('routes/favourite')}: ${route.name}`}
      onClick={() => void toggle()}
    >
      {route.favourite ? '★' : '☆'}
    </button>
  );
}
