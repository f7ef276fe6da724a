/** Words for invented brands. Brands and products are made up; cities and districts are real, their shares are rough. */

export type Trade = 'skincare' | 'tea';

/** Products from cheap to dear; `upTo` is the largest order, in mean orders, that still looks like a purchase of it. */
export type Shelf = ReadonlyArray<{ upTo: number; products: readonly string[] }>;

export const BRAND_NAME_BY_TRADE: Readonly<Record<Trade, string>> = { skincare: '青屿护肤（演示品牌）', tea: '云脚茶事（演示品牌）' };

export const SHELF_BY_TRADE: Readonly<Record<Trade, Shelf>> = {
  skincare: [
    { upTo: 0.4, products: ['氨基酸洁面旅行装', '舒缓面膜 2 片装', '护手霜 30g', '卸妆湿巾', '润唇膏'] },
    { upTo: 0.8, products: ['氨基酸洁面乳 120g', '玫瑰保湿喷雾', '舒缓面膜 5 片装', '清爽防晒乳 50ml', '身体乳 250ml'] },
    { upTo: 1.4, products: ['烟酰胺精华 30ml', '神经酰胺面霜 50g', '水杨酸爽肤水', '眼霜 15g', '卸妆油 200ml'] },
    { upTo: 2.4, products: ['水乳两件套', '早 C 晚 A 精华组合', '屏障修护面霜 100g', '防晒家庭装'] },
    { upTo: Infinity, products: ['修护五件套礼盒', '抗皱精华礼盒', '年度护理套装'] },
  ],
  tea: [
    { upTo: 0.4, products: ['茉莉花茶品鉴装', '冷泡茶尝鲜 5 袋', '桂花乌龙小罐', '陈皮白茶试饮装'] },
    { upTo: 0.8, products: ['茉莉龙珠 100g', '桂花乌龙 150g', '冷泡茶 30 袋', '荞麦茶 500g'] },
    { upTo: 1.4, products: ['龙井明前 100g', '铁观音清香 250g', '正山小种 200g', '熟普小青柑 12 粒'] },
    { upTo: 2.4, products: ['白毫银针 150g', '凤凰单丛 250g', '老白茶饼 350g', '旅行茶具套装'] },
    { upTo: Infinity, products: ['四季名茶礼盒', '年份普洱饼礼盒', '中秋茶月礼盒'] },
  ],
};

/** Weight: how many of the customers live there. No districts: no store, they buy online. */
export const CITIES: ReadonlyArray<{ name: string; weight: number; districts: readonly string[] }> = [
  { name: '上海', weight: 16, districts: ['静安', '徐汇', '浦东'] },
  { name: '杭州', weight: 13, districts: ['西湖', '滨江', '拱墅'] },
  { name: '北京', weight: 12, districts: ['朝阳', '海淀'] },
  { name: '深圳', weight: 10, districts: ['南山', '福田'] },
  { name: '成都', weight: 9, districts: ['锦江', '高新'] },
  { name: '广州', weight: 8, districts: ['天河', '越秀'] },
  { name: '南京', weight: 6, districts: ['鼓楼'] },
  { name: '武汉', weight: 5, districts: ['江汉'] },
  { name: '西安', weight: 4, districts: ['雁塔'] },
  { name: '苏州', weight: 4, districts: ['姑苏'] },
  { name: '重庆', weight: 4, districts: ['渝中'] },
  { name: '长沙', weight: 3, districts: [] },
  { name: '青岛', weight: 2, districts: [] },
  { name: '厦门', weight: 2, districts: [] },
  { name: '郑州', weight: 2, districts: [] },
];

export const ONLINE_STORE = '小程序商城';

/** About as common as in the population, so that namesakes occur as they do in a real customer list. */
export const SURNAMES: ReadonlyArray<{ name: string; weight: number }> = [
  ['王', 72], ['李', 71], ['张', 68], ['刘', 52], ['陈', 45], ['杨', 31], ['黄', 22], ['赵', 21], ['吴', 20], ['周', 20], ['徐', 14],
  ['孙', 13], ['马', 13], ['朱', 12], ['胡', 12], ['郭', 11], ['何', 11], ['林', 11], ['高', 10], ['罗', 10], ['郑', 9], ['梁', 9],
  ['谢', 8], ['宋', 8], ['唐', 7], ['许', 7], ['韩', 6], ['冯', 6], ['邓', 6], ['曹', 6], ['彭', 5], ['曾', 5], ['肖', 5], ['田', 5],
  ['董', 4], ['潘', 4], ['袁', 4], ['蔡', 4], ['蒋', 4], ['余', 4], ['沈', 4], ['叶', 3], ['苏', 3], ['陆', 3], ['欧阳', 1], ['上官', 1],
].map(([name, weight]) => ({ name: name as string, weight: weight as number }));

export const GIVEN_NAMES: readonly string[] = [
  '静', '敏', '丽', '婷', '娜', '洁', '雪', '倩', '颖', '蕾', '琳', '璐', '欣怡', '雨桐', '思琪', '梦瑶', '诗涵', '晓彤', '佳怡', '雅婷',
  '若曦', '语嫣', '嘉欣', '心怡', '可馨', '婉清', '亦菲', '子涵', '梓萱', '一诺', '晓燕', '海燕', '春梅', '秀兰', '玉兰', '桂英', '红梅',
  '丹丹', '莉莉', '媛媛', '晓雯', '慧敏', '美玲', '淑芬', '雪梅', '芳', '伟', '强', '磊', '洋', '杰', '涛', '斌', '超', '鹏', '浩然',
  '宇轩', '子轩', '俊杰', '志强', '建国', '文博', '晓东', '明远', '家豪', '思远', '天佑', '一鸣', '泽宇', '嘉诚',
];
