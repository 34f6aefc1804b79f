// The scenarios of the demonstration: names, duties and time limits as counties commonly have them, not those of this county.
// `targets` says by class and tag which of the generated feature points a scenario aims at, or that it is the whole county.
// Read by generate-points.mjs.
export const SCENARIOS = [
  {
    name: '人居环境整治',
    purpose: '查看村庄垃圾、杂物、污水和乱搭乱建，推动村庄干净整洁',
    ownerUnit: '农业农村局',
    checklist: ['村道两侧有无垃圾堆放', '房前屋后有无杂物乱堆', '沟渠有无污水外溢', '公共空间有无乱搭乱建'],
    spots: [
      {
        kind: 'blocked',
        class: '杂物堵塞通道',
        deadlineDays: 7,
      },
      {
        kind: 'missed',
        class: '垃圾未清运',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '污水外溢',
        deadlineDays: 10,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '08:00',
        to: '11:30',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['百千万工程'],
    targets: {
      classes: ['traditional_village', 'typical_village', 'demonstration_belt', 'public_space'],
    },
  },
  {
    name: '河湖巡查',
    purpose: '查看河道水面、岸线和排口',
    ownerUnit: '水务局',
    checklist: ['水面有无漂浮物', '岸线有无垃圾', '有无围垦侵占', '排口有无异常出水'],
    spots: [
      {
        kind: 'blocked',
        class: '水浮莲等漂浮物',
        deadlineDays: 7,
      },
      {
        kind: 'missed',
        class: '岸线垃圾',
        deadlineDays: 5,
      },
      {
        kind: 'missed',
        class: '疑似侵占岸线',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '08:00',
        to: '17:30',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['河长制'],
    targets: {
      classes: ['river_or_lake', 'water_works'],
    },
  },
  {
    name: '森林防火',
    purpose: '查看林区烟点火点和野外用火',
    ownerUnit: '林业局',
    checklist: ['有无烟点、火点', '有无祭扫和炼山用火', '防火通道是否畅通'],
    spots: [
      {
        kind: 'blocked',
        class: '防火通道堵塞',
        deadlineDays: 7,
      },
      {
        kind: 'missed',
        class: '野外用火',
        deadlineDays: 1,
      },
    ],
    cadence: {
      every: 1,
      unit: 'day',
      window: {
        from: '11:00',
        to: '18:00',
      },
    },
    outputs: ['pictures', 'video'],
    tags: ['林长制'],
    targets: {
      classes: ['forest'],
    },
  },
  {
    name: '秸秆禁烧',
    purpose: '查看农田露天焚烧秸秆和杂草',
    ownerUnit: '农业农村局',
    checklist: ['田间有无烟点', '有无焚烧痕迹', '秸秆有无集中堆放'],
    spots: [
      {
        kind: 'missed',
        class: '露天焚烧',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '秸秆乱堆',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 1,
      unit: 'day',
      window: {
        from: '15:00',
        to: '19:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['禁烧'],
    targets: {
      county: true,
    },
  },
  {
    name: '违建巡查',
    purpose: '查看新增疑似违法建设',
    ownerUnit: '自然资源局',
    checklist: ['有无新增建筑和加建', '有无占用农田施工', '公示牌与现场是否相符'],
    spots: [
      {
        kind: 'missed',
        class: '疑似违法建设',
        deadlineDays: 15,
      },
      {
        kind: 'missed',
        class: '占用农田施工',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['两违治理'],
    targets: {
      county: true,
    },
  },
  {
    name: '红树林保护',
    purpose: '查看红树林生长、互花米草和人为破坏',
    ownerUnit: '林业局',
    checklist: ['林区有无砍伐和开挖', '有无互花米草', '有无垃圾滞留', '有无船只停靠'],
    spots: [
      {
        kind: 'missed',
        class: '人为破坏',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '互花米草',
        deadlineDays: 30,
      },
      {
        kind: 'missed',
        class: '海漂垃圾',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: null,
    },
    outputs: ['pictures', 'video', 'report_items'],
    tags: ['生态'],
    targets: {
      classes: ['mangrove'],
    },
  },
  {
    name: '撂荒地巡查',
    purpose: '查看耕地撂荒和复耕进度',
    ownerUnit: '农业农村局',
    checklist: ['有无成片撂荒', '复耕地块是否种植', '灌渠是否通水'],
    spots: [
      {
        kind: 'missed',
        class: '耕地撂荒',
        deadlineDays: 60,
      },
      {
        kind: 'blocked',
        class: '灌渠堵塞',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['粮食安全'],
    targets: {
      classes: ['farmland'],
    },
  },
  {
    name: '防汛巡查',
    purpose: '汛期和强降雨前后查看河道、堤围和低洼地',
    ownerUnit: '水务局',
    checklist: ['水位有无异常', '堤围有无渗漏塌陷', '排水口是否畅通', '低洼地有无积水'],
    spots: [
      {
        kind: 'blocked',
        class: '排水口堵塞',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '堤围隐患',
        deadlineDays: 3,
      },
    ],
    cadence: null,
    outputs: ['pictures', 'video', 'report_items'],
    tags: ['三防'],
    targets: {
      classes: ['river_or_lake', 'water_works'],
    },
  },
  {
    name: '水库巡查',
    purpose: '查看水库坝体、溢洪道和库岸',
    ownerUnit: '水务局',
    checklist: ['坝坡有无塌陷渗水', '溢洪道有无阻水物', '库岸有无侵占', '水面有无网箱'],
    spots: [
      {
        kind: 'blocked',
        class: '溢洪道阻水',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '坝体隐患',
        deadlineDays: 5,
      },
      {
        kind: 'missed',
        class: '库岸侵占',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '08:00',
        to: '17:30',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['三防'],
    targets: {
      tags: ['水库'],
    },
  },
  {
    name: '道路巡查',
    purpose: '查看农村公路路面、边坡和占道',
    ownerUnit: '交通运输局',
    checklist: ['路面有无坑槽积水', '边坡有无塌方', '有无占道堆放和摆卖', '标志是否完好'],
    spots: [
      {
        kind: 'blocked',
        class: '占道堆放',
        deadlineDays: 3,
      },
      {
        kind: 'blocked',
        class: '塌方落石',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '路面破损',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '09:00',
        to: '16:30',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['四好农村路'],
    targets: {
      county: true,
    },
  },
  {
    name: '耕地保护',
    purpose: '查看永久基本农田非农化、非粮化',
    ownerUnit: '自然资源局',
    checklist: ['有无挖塘、堆土和硬化', '有无新增构筑物', '恢复地块是否复垦'],
    spots: [
      {
        kind: 'missed',
        class: '耕地硬化',
        deadlineDays: 15,
      },
      {
        kind: 'missed',
        class: '违规挖塘',
        deadlineDays: 30,
      },
    ],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['田长制'],
    targets: {
      classes: ['farmland'],
    },
  },
  {
    name: '高标准农田巡查',
    purpose: '查看高标准农田设施完好情况',
    ownerUnit: '农业农村局',
    checklist: ['机耕路是否完好', '沟渠是否通畅', '泵站是否完好'],
    spots: [
      {
        kind: 'blocked',
        class: '沟渠堵塞',
        deadlineDays: 15,
      },
      {
        kind: 'missed',
        class: '设施损坏',
        deadlineDays: 30,
      },
    ],
    cadence: {
      every: 8,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['粮食安全'],
    targets: {
      classes: ['farmland'],
    },
  },
  {
    name: '海岸线巡查',
    purpose: '查看岸线占用、海漂垃圾和入海排口',
    ownerUnit: '自然资源局',
    checklist: ['岸线有无新增占用', '有无海漂垃圾', '入海排口有无异常'],
    spots: [
      {
        kind: 'missed',
        class: '岸线占用',
        deadlineDays: 15,
      },
      {
        kind: 'missed',
        class: '海漂垃圾',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '08:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['海洋'],
    targets: {
      classes: ['coast'],
    },
  },
  {
    name: '养殖尾水巡查',
    purpose: '查看养殖塘尾水和入海沟渠',
    ownerUnit: '生态环境局',
    checklist: ['沟渠水色有无异常', '尾水池是否使用', '有无新增排口'],
    spots: [
      {
        kind: 'missed',
        class: '尾水直排',
        deadlineDays: 7,
      },
      {
        kind: 'blocked',
        class: '沟渠淤堵',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '08:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['海洋'],
    targets: {
      coastalTowns: true,
    },
  },
  {
    name: '饮用水源地巡查',
    purpose: '查看水源保护区内的违规活动',
    ownerUnit: '生态环境局',
    checklist: ['保护区有无垂钓游泳', '有无养殖和排污', '隔离网是否完好'],
    spots: [
      {
        kind: 'missed',
        class: '违规活动',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '隔离网破损',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '08:00',
        to: '18:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['生态'],
    targets: {
      tags: ['水库'],
    },
  },
  {
    name: '垃圾收运巡查',
    purpose: '查看收集点满溢和转运情况',
    ownerUnit: '城市管理和综合执法局',
    checklist: ['收集点有无满溢', '周边有无散落', '有无露天焚烧'],
    spots: [
      {
        kind: 'missed',
        class: '垃圾满溢',
        deadlineDays: 2,
      },
      {
        kind: 'missed',
        class: '露天焚烧垃圾',
        deadlineDays: 1,
      },
    ],
    cadence: {
      every: 1,
      unit: 'day',
      window: {
        from: '07:00',
        to: '10:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['百千万工程'],
    targets: {
      classes: ['public_space'],
    },
  },
  {
    name: '黑臭水体巡查',
    purpose: '查看坑塘沟渠黑臭水体',
    ownerUnit: '生态环境局',
    checklist: ['水体颜色有无异常', '有无生活污水直排', '整治水体有无反弹'],
    spots: [
      {
        kind: 'missed',
        class: '水体黑臭',
        deadlineDays: 30,
      },
      {
        kind: 'missed',
        class: '污水直排',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['生态'],
    targets: {
      classes: ['typical_village', 'demonstration_belt', 'public_space'],
    },
  },
  {
    name: '扬尘巡查',
    purpose: '查看裸土和运输扬尘',
    ownerUnit: '住房和城乡建设局',
    checklist: ['裸土是否覆盖', '出口是否冲洗', '渣土车是否遮盖'],
    spots: [
      {
        kind: 'missed',
        class: '裸土未覆盖',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '道路遗撒',
        deadlineDays: 2,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '08:30',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['蓝天'],
    targets: {
      classes: ['industry', 'public_space'],
    },
  },
  {
    name: '工地安全巡查',
    purpose: '查看在建工地围挡、高处作业和塔吊',
    ownerUnit: '住房和城乡建设局',
    checklist: ['围挡是否完整', '高处作业有无防护', '材料堆放是否规范'],
    spots: [
      {
        kind: 'blocked',
        class: '消防通道堵塞',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '防护缺失',
        deadlineDays: 3,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '09:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['安全生产'],
    targets: {
      classes: ['industry'],
    },
  },
  {
    name: '地质灾害隐患巡查',
    purpose: '查看削坡建房和隐患点变化',
    ownerUnit: '自然资源局',
    checklist: ['坡面有无裂缝滑动', '排水沟是否通畅', '警示牌是否完好'],
    spots: [
      {
        kind: 'blocked',
        class: '排水沟堵塞',
        deadlineDays: 5,
      },
      {
        kind: 'missed',
        class: '坡面变形',
        deadlineDays: 1,
      },
    ],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '09:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['三防'],
    targets: {
      classes: ['forest', 'traditional_village'],
    },
  },
  {
    name: '森林资源巡查',
    purpose: '查看林地占用和盗伐',
    ownerUnit: '林业局',
    checklist: ['有无新增毁林开垦', '有无砍伐痕迹', '有无违规修路'],
    spots: [
      {
        kind: 'missed',
        class: '毁林开垦',
        deadlineDays: 15,
      },
      {
        kind: 'missed',
        class: '疑似盗伐',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '09:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['林长制'],
    targets: {
      classes: ['forest'],
    },
  },
  {
    name: '松材线虫病监测',
    purpose: '查看枯死松树',
    ownerUnit: '林业局',
    checklist: ['有无成片变色', '有无枯死木', '疫木是否清理'],
    spots: [
      {
        kind: 'missed',
        class: '枯死松树',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 12,
      unit: 'week',
      window: {
        from: '09:00',
        to: '16:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['林长制'],
    targets: {
      classes: ['forest'],
    },
  },
  {
    name: '典型村展示',
    purpose: '为调度会采集典型村画面',
    ownerUnit: '农业农村局',
    checklist: ['光照是否合适', '画面有无遮挡', '有无人脸车牌特写'],
    spots: [],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '08:00',
        to: '10:00',
      },
    },
    outputs: ['pictures', 'video'],
    tags: ['百千万工程'],
    targets: {
      classes: ['typical_village'],
    },
  },
  {
    name: '示范带展示',
    purpose: '为示范带采集视频',
    ownerUnit: '农业农村局',
    checklist: ['光照是否合适', '航线是否完整', '有无人脸车牌特写'],
    spots: [],
    cadence: {
      every: 4,
      unit: 'week',
      window: {
        from: '08:00',
        to: '10:00',
      },
    },
    outputs: ['video'],
    tags: ['百千万工程'],
    targets: {
      classes: ['demonstration_belt'],
    },
  },
  {
    name: '古村落保护',
    purpose: '查看古村落建筑和环境变化',
    ownerUnit: '文化广电旅游体育局',
    checklist: ['屋面有无坍塌', '有无违规改建', '消防通道是否畅通'],
    spots: [
      {
        kind: 'blocked',
        class: '消防通道堵塞',
        deadlineDays: 7,
      },
      {
        kind: 'missed',
        class: '建筑破损',
        deadlineDays: 30,
      },
    ],
    cadence: {
      every: 8,
      unit: 'week',
      window: {
        from: '09:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['文旅'],
    targets: {
      classes: ['traditional_village'],
    },
  },
  {
    name: '文旅点位巡查',
    purpose: '查看景区环境和客流',
    ownerUnit: '文化广电旅游体育局',
    checklist: ['停车场是否有序', '步道是否畅通', '环境是否整洁'],
    spots: [
      {
        kind: 'blocked',
        class: '步道堵塞',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '垃圾未清理',
        deadlineDays: 2,
      },
    ],
    cadence: {
      every: 1,
      unit: 'week',
      window: {
        from: '09:00',
        to: '17:00',
      },
    },
    outputs: ['pictures', 'video'],
    tags: ['文旅'],
    targets: {
      classes: ['tourism'],
      tags: ['慢直播'],
    },
  },
  {
    name: '节假日客流巡查',
    purpose: '节假日查看景区、圩镇和车站客流',
    ownerUnit: '公安局',
    checklist: ['有无人群聚集', '道路有无拥堵', '停车是否有序'],
    spots: [
      {
        kind: 'blocked',
        class: '道路拥堵',
        deadlineDays: 1,
      },
    ],
    cadence: null,
    outputs: ['video'],
    tags: ['节假日'],
    targets: {
      classes: ['tourism', 'traffic_node', 'public_space'],
    },
  },
  {
    name: '铁路沿线环境巡查',
    purpose: '查看铁路两侧轻飘物和违建',
    ownerUnit: '交通运输局',
    checklist: ['有无彩钢瓦和防尘网松动', '有无垃圾堆放', '有无新增违建'],
    spots: [
      {
        kind: 'missed',
        class: '轻飘物',
        deadlineDays: 3,
      },
      {
        kind: 'missed',
        class: '沿线违建',
        deadlineDays: 15,
      },
    ],
    cadence: {
      every: 2,
      unit: 'week',
      window: {
        from: '09:00',
        to: '16:30',
      },
    },
    outputs: ['pictures', 'report_items'],
    tags: ['安全生产'],
    targets: {
      tags: ['铁路'],
    },
  },
  {
    name: '防溺水巡查',
    purpose: '查看水库、河段和山塘的涉水活动',
    ownerUnit: '教育局',
    checklist: ['有无儿童涉水', '警示牌和救生设施是否完好', '有无违规游泳'],
    spots: [
      {
        kind: 'missed',
        class: '危险涉水',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '警示设施缺失',
        deadlineDays: 7,
      },
    ],
    cadence: {
      every: 1,
      unit: 'day',
      window: {
        from: '12:00',
        to: '18:30',
      },
    },
    outputs: ['pictures', 'video'],
    tags: ['安全生产'],
    targets: {
      classes: ['river_or_lake', 'water_works'],
    },
  },
  {
    name: '台风灾后巡查',
    purpose: '台风过后查看倒伏、积水和中断',
    ownerUnit: '应急管理局',
    checklist: ['道路是否中断', '有无倒树断杆', '农田有无积水', '房屋有无受损'],
    spots: [
      {
        kind: 'blocked',
        class: '道路中断',
        deadlineDays: 1,
      },
      {
        kind: 'blocked',
        class: '倒树断杆',
        deadlineDays: 1,
      },
      {
        kind: 'missed',
        class: '农田积水',
        deadlineDays: 3,
      },
    ],
    cadence: null,
    outputs: ['pictures', 'video', 'report_items'],
    tags: ['三防'],
    targets: {
      county: true,
    },
  },
];
