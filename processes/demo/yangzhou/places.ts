// The six counties and districts of 扬州市 with their towns and streets, by public place names; what lies below them is invented.

/** A county or district: the middle of it (WGS 84) is where its invented outlines are laid out. */
export interface CountyPlace { id: string; name: string; code: string; lng: number; lat: number; office: string; towns: readonly (readonly [id: string, name: string])[] }

const towns = (county: string, list: string): CountyPlace['towns'] => list.trim().split(/\s+/).map((one) => {
  const [id, name] = one.split(':') as [string, string];
  return [`${county}-${id}`, name] as const;
});

export const counties: readonly CountyPlace[] = [
  { id: 'by', name: '宝应县', code: 'BY', lng: 119.55, lat: 33.36, office: '县', towns: towns('by', `anyi:安宜镇 fanshui:氾水镇 xiaji:夏集镇 liubao:柳堡镇 sheyanghu:射阳湖镇 guangyanghu:广洋湖镇 luduo:鲁垛镇
    xiaoguanzhuang:小官庄镇 wangzhigang:望直港镇 caodian:曹甸镇 xianfeng:西安丰镇 shanyang:山阳镇 huangcheng:黄塍镇`) },
  { id: 'gy', name: '高邮市', code: 'GY', lng: 119.45, lat: 32.78, office: '市', towns: towns('gy', `gaoyou:高邮街道 mapeng:马棚街道 longqiu:龙虬镇 cheluo:车逻镇 tangzhuang:汤庄镇 xiejia:卸甲镇 sanduo:三垛镇 ganduo:甘垛镇
    jieshou:界首镇 zhoushan:周山镇 linze:临泽镇 songqiao:送桥镇 lingtang:菱塘回族乡`) },
  { id: 'yzh', name: '仪征市', code: 'YZH', lng: 119.18, lat: 32.27, office: '市', towns: towns('yzh', 'zhenzhou:真州镇 xinji:新集镇 xincheng:新城镇 maji:马集镇 liuji:刘集镇 chenji:陈集镇 dayi:大仪镇 yuetang:月塘镇 qingshan:青山镇') },
  { id: 'jd', name: '江都区', code: 'JD', lng: 119.57, lat: 32.43, office: '区', towns: towns('jd', `xiannv:仙女镇 xiaoji:小纪镇 wujian:武坚镇 fanchuan:樊川镇 zhenwu:真武镇 yiling:宜陵镇 dinggou:丁沟镇 guocun:郭村镇 shaobo:邵伯镇 dinghuo:丁伙镇
    daqiao:大桥镇 wuqiao:吴桥镇 putou:浦头镇`) },
  { id: 'hj', name: '邗江区', code: 'HJ', lng: 119.4, lat: 32.38, office: '区', towns: towns('hj', `hanshang:邗上街道 xinsheng:新盛街道 jiangwang:蒋王街道 chahe:汊河街道 shuangqiao:双桥街道 zhuxi:竹西街道 ganquan:甘泉街道 xihu:西湖街道 guazhou:瓜洲镇
    gongdao:公道镇 fangxiang:方巷镇 huaisi:槐泗镇 yangshou:杨寿镇 yangmiao:杨庙镇`) },
  { id: 'gl', name: '广陵区', code: 'GL', lng: 119.5, lat: 32.33, office: '区', towns: towns('gl', `dongguan:东关街道 wenhe:汶河街道 wenfeng:文峰街道 qujiang:曲江街道 tangwang:汤汪街道 wantou:湾头镇 lidian:李典镇 shatou:沙头镇 touqiao:头桥镇
    hangji:杭集镇 taian:泰安镇`) },
];
