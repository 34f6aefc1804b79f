/** The sentences of routes, their imports, coverage and airspace in Chinese. */
export const zhRoutes = {
  routes: {
    title: '航线',
    version: { draft: '草稿', checked: '已检查', approved: '已批准', superseded: '已被取代' },
  },
  airspace: {
    title: '空域',
    kind: { keep_out: '禁飞区', temporary: '临时管制区', caution: '注意区' },
  },
};
