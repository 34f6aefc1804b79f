import { useEffect, useState, type ImgHTMLAttributes } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { MediaView } from '#contracts';
import { mediaQueries } from '../api/media-queries.js';

export type PicturePart = 'thumbnail' | 'preview' | 'original';

/** The address of one part of a file; null where there is none. */
export function addressOf(media: MediaView, part: PicturePart): string | null {
  return media[`${part}Url`];
}

/**
 * A picture by its signed address. Addresses end after a quarter of an hour: one that fails is asked for anew, once, before
 * `failed` is told.
 */
export function SignedPicture({
  media,
  part,
  failed,
  ...rest
}: { media: MediaView; part: PicturePart; failed?: () => void } & ImgHTMLAttributes<HTMLImageElement>) {
  const client = useQueryClient();
  const given = addressOf(media, part);
  const [renewed, setRenewed] = useState<string | null>(null);
  useEffect(() => setRenewed(null), [given]);
  const renew = async () => {
    if (renewed !== null) return failed?.();
    try {
      const address = addressOf(await client.fetchQuery({ ...mediaQueries.one(media.id), staleTime: 0 }), part);
      if (address === null || address === given) return failed?.();
      setRenewed(address);
    } catch {
      failed?.();
    }
  };
  const address = renewed ?? given;
  if (address === null) return null;
  return <img decoding="async" draggable={false} {...rest} src={address} onError={() => void renew()} />;
}
