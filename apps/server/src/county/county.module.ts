import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { BASE_MAP, baseMapOf } from './base-map.js';
import { BaseMapController } from './base-map.controller.js';
import { COUNTY, type County } from './county.js';
import { CountyController } from './county.controller.js';
import { CountyService } from './county.service.js';
import { TilesService } from './tiles.service.js';

/** The REST routes about the county and its map, for the api role. Needs the `COUNTY` that was read at the start. */
@Module({
  controllers: [CountyController, BaseMapController],
  providers: [
    CountyService,
    TilesService,
    {
      provide: BASE_MAP,
      inject: [CONFIG, COUNTY],
      useFactory: (config: Config, county: County) => baseMapOf(config, county.attribution),
    },
  ],
})
export class CountyModule {}
