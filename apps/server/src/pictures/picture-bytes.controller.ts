import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { Public } from '../auth/auth.decorators.js';
import { NotFound } from '../common/refusal.js';
import { MediaService } from '../media/media.service.js';
import { sendObject } from '../media/object.response.js';
import { MediaFileStore } from './media-file.store.js';
import { MEDIA_PARTS, PictureAddresses } from './picture.addresses.js';

const Signed = z.object({ until: z.coerce.number().int(), signature: z.string().max(100) });
const Part = z.enum(MEDIA_PARTS);
const FILE = { zh: '媒体文件', en: 'media file' };

/** The bytes of pictures, for browsers: no token, but an address that only we can make. */
@ApiTags('media')
@Controller('media')
export class PictureBytesController {
  constructor(
    private readonly addresses: PictureAddresses,
    private readonly files: MediaFileStore,
    private readonly media: MediaService,
  ) {}

  /** The original as it came, or what was made of it; one range of bytes where one is asked for. */
  @Get(':id/files/:part')
  @Public()
  @ApiProduces('image/jpeg', 'application/octet-stream')
  @ApiResponse({ status: 200, description: 'The bytes.' })
  async file(
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('part', { schema: Part }) part: z.infer<typeof Part>,
    @Query({ schema: Signed }) { until, signature }: z.infer<typeof Signed>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.addresses.require(id, part, until, signature, Date.now());
    const file = await this.files.find(id);
    const key = file && { original: file.objectKey, thumbnail: file.thumbnailKey, preview: file.previewKey }[part];
    const object = key ? await this.media.find(key) : undefined;
    if (!file || !object) throw new NotFound(FILE, id);
    const seconds = Math.max(0, Math.floor((until - Date.now()) / 1000));
    response.set({
      etag: `"${object.sha256}"`,
      'cache-control': `private, max-age=${seconds}, immutable, no-transform`,
      'content-type': part === 'original' ? typeOf(file.name) : object.contentType,
      // What a device has put must never run as a page of ours.
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    if (part === 'original') response.attachment(file.name).type(typeOf(file.name));
    if (request.fresh) return void response.status(304).end();
    await sendObject(this.media, object, request, response);
  }
}

const TYPES: readonly [RegExp, string][] = [
  [/\.jpe?g$/i, 'image/jpeg'],
  [/\.png$/i, 'image/png'],
  [/\.mp4$/i, 'video/mp4'],
  [/\.mov$/i, 'video/quicktime'],
];

/** By the name's ending: what the device said when it put the file is not relied on. */
function typeOf(name: string): string {
  return TYPES.find(([ending]) => ending.test(name))?.[1] ?? 'application/octet-stream';
}
