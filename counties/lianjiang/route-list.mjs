// The second main routes of ten docks: what each is for, and how it is drawn. Read by generate-routes.mjs.
// Lengths, widths and heights in metres; `point` is the feature point that it serves, `also` further ones.

/** A camera that looks ahead and down, filming one pass along the middle. */
const film = { left: 0, right: 0, capture: 'video', gimbalPitch: -45 };

export const SECOND_ROUTES = [
  { town: '440881101', name: '塘山岭风景区环绕航线', tags: ['环绕'], kind: 'orbit', point: 'LJ001-03', also: ['LJ003-03'], radius: 180, height: 100, waypoints: 16 },
  { town: '440881102', name: '新民镇九洲江段视频航线', tags: ['河道', '视频'], kind: 'line', point: 'LJ102-02', water: '九洲江', length: 1500, height: 90, strip: film },
  { town: '440881103', name: '吉水镇九洲江段拍照航线', tags: ['河道', '条带'], kind: 'line', point: 'LJ103-02', water: '九洲江', length: 2400, height: 90, strip: { left: 60, right: 60 } },
  { town: '440881104', name: '鹤地水库岸线视频航线', tags: ['水库', '视频'], kind: 'line', point: 'LJ104-04', water: '鹤地水库', length: 1600, height: 90, strip: film },
  { town: '440881106', name: '象路村示范带视频航线', tags: ['示范带', '视频'], kind: 'towards', point: 'LJ106-01', other: 'LJ106-04', length: 2400, height: 70, strip: film },
  { town: '440881108', name: '安铺镇九洲江段拍照航线', tags: ['河道', '条带'], kind: 'line', point: 'LJ108-02', water: '九洲江', length: 1800, height: 90, strip: { left: 60, right: 60 } },
  { town: '440881109', name: '营仔镇海岸线拍照航线', tags: ['岸线', '条带'], kind: 'line', point: 'LJ109-02', also: ['LJ109-03'], layer: 'coastline', length: 800, height: 100, strip: { left: 60, right: 60 } },
  { town: '440881111', name: '旧埠村典型村正射航线', tags: ['典型村', '正射'], kind: 'grid', point: 'LJ111-01', bearing: 60, length: 500, width: 360, height: 90 },
  { town: '440881112', name: '高桥镇红树林正射航线', tags: ['红树林', '正射'], kind: 'grid', point: 'LJ112-02', bearing: 20, length: 600, width: 320, height: 100 },
  { town: '440881113', name: '石岭镇九洲江段视频航线', tags: ['河道', '视频'], kind: 'line', point: 'LJ113-02', water: '九洲江', length: 1500, height: 90, strip: film },
];
