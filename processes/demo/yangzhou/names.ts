// Invented names, the same at every run: of villages, dedicated grids and people.

/** Numbers from 0 to below 1 that begin with a seed and are always the same (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
/** One of a list, by the next number. */
export const pick = <T>(list: ArrayLike<T>, next: () => number): T => list[Math.floor(next() * list.length)]!;

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红春梅建国志文海波晓东新立成林永康德富长生家栋雪峰雨晴思远正阳若云龙翔飞燕宏图慧玲学友兆祥广山广平如意宝珍凤琴';

/** A person's name. */
export function personName(next: () => number): string {
  const given = pick(GIVEN, next);
  return pick(SURNAMES, next) + given + (next() < 0.8 ? pick(GIVEN, next) : '');
}

const FIRST = '王李张陈杨周徐孙朱胡郭高林宋唐许冯曹彭袁潘蒋沈姚卢姜钟陆汪范金石夏方白孟秦江薛史陶顾毛邵万钱严戴汤柏童祁柳仇薄';
const SECOND = ['庄', '圩', '舍', '桥', '港', '沟', '垛', '家庄', '家桥', '巷', '湾', '墩', '营', '集', '河', '塘', '渡', '坝'];
const URBAN = ['文昌', '兰苑', '康乐', '新华', '石塔', '梅岭', '瘦西', '锦园', '翠岗', '荷花', '凤凰', '解放', '运河', '古运', '东花园', '皇宫', '卸甲桥', '琼花', '宝带', '顾庄', '联谊', '沙北', '施井', '跃进', '何桥', '大刘', '七里甸', '念四桥', '武塘', '莱福', '冯庄', '裴庄'];

/** So many different names of villages, or of communities in a town of streets. */
export function villageNames(count: number, urban: boolean, next: () => number): string[] {
  const made = new Set<string>();
  while (made.size < count) made.add(urban && made.size < URBAN.length - 8 ? `${pick(URBAN, next)}社区` : `${pick(FIRST, next)}${pick(SECOND, next)}${next() < 0.12 ? '社区' : '村'}`);
  return [...made];
}

/** What a dedicated grid (专属网格) is for. */
export const DEDICATED = ['中心小学', '初级中学', '卫生院', '工业园区', '农贸市场', '商业街', '机关大院', '养老院', '汽车站', '物流园', '景区', '施工工地'];
