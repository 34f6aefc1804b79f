/** The sentences of the day on the morning sheet in Chinese. */
export const zhDaySheet = {
  daySheet: {
    flights: '今日飞行',
    plan: '计划排班',
    planned: '排定',
    pictures: '照片（收到 / 应到）',
    noFlights: '今天没有排定的飞行',
    noTrouble: '没有受阻或失败的飞行，照片不缺',
    answer: '去处理',
    look: '查看',
    missing: '缺 {{count}} 张',
    papers: '今天会变红的手续',
    noPapers: '今天和明天的飞行手续都来得及',
    redAt: '变红时间',
    docks: '机场状态',
    ready: '可飞',
    busy: '执行中',
    notReady: '不能飞',
    allReady: '没有不能飞的机场',
  },
};
