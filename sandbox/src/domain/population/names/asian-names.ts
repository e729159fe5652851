import { combinedNames, latinNames, pairedNames, type NameCulture } from './spelling';

const chineseSyllables = pairedNames('伟=Wei 芳=Fang 敏=Min 静=Jing 丽=Li 强=Qiang 军=Jun 洋=Yang 勇=Yong 艳=Yan 杰=Jie 娟=Juan 涛=Tao 明=Ming 超=Chao 兰=Lan 霞=Xia 平=Ping 刚=Gang 玲=Ling 文=Wen 华=Hua 红=Hong 晓=Xiao 志=Zhi 建=Jian 海=Hai 雪=Xue 云=Yun 思=Si 子=Zi 雨=Yu 佳=Jia 宇=Yu');

const chinese: NameCulture = {
  code: 'zh', share: 8, countries: ['CN', 'CN', 'CN', 'SG', 'US'], language: 'Mandarin', isFamilyFirst: true,
  women: [...chineseSyllables.slice(0, 20), ...combinedNames(chineseSyllables.slice(20), chineseSyllables.slice(0, 20))],
  men: [...chineseSyllables.slice(4, 22), ...combinedNames(chineseSyllables.slice(22), chineseSyllables.slice(2, 22))],
  families: pairedNames('王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 赵=Zhao 黄=Huang 周=Zhou 吴=Wu 徐=Xu 孙=Sun 胡=Hu 朱=Zhu 高=Gao 林=Lin 何=He 郭=Guo 马=Ma 罗=Luo 梁=Liang 宋=Song 郑=Zheng 谢=Xie 韩=Han 唐=Tang 冯=Feng 于=Yu 董=Dong 萧=Xiao 程=Cheng 曹=Cao 袁=Yuan 邓=Deng 许=Xu 傅=Fu 沈=Shen 曾=Zeng 彭=Peng 吕=Lu/Lyu 欧阳=Ouyang 司马=Sima'),
};

const japanese: NameCulture = {
  code: 'ja', share: 4, countries: ['JP', 'JP', 'JP', 'US'], language: 'Japanese', isFamilyFirst: true,
  women: pairedNames('陽菜=Hina 美咲=Misaki 結衣=Yui 葵=Aoi 由美子=Yumiko 恵子=Keiko 愛=Ai 真理子=Mariko 桜=Sakura 千尋=Chihiro 明日香=Asuka さくら=Sakura 優子=Yuko/Yuuko 直美=Naomi 智子=Tomoko 彩=Aya'),
  men: pairedNames('翔太=Shota/Shouta 大輔=Daisuke 健一=Kenichi 拓也=Takuya 誠=Makoto 結翔=Yuto/Yuuto 蓮=Ren 隆=Takashi 浩=Hiroshi 和也=Kazuya 雄大=Yudai 悠真=Yuma 太郎=Taro/Tarou 直樹=Naoki 洋介=Yosuke/Yousuke 亮=Ryo/Ryou'),
  families: [
    ...pairedNames('佐藤=Sato/Satoh 鈴木=Suzuki 高橋=Takahashi 田中=Tanaka 伊藤=Ito/Itoh 渡辺=Watanabe 山本=Yamamoto 中村=Nakamura 小林=Kobayashi 加藤=Kato/Katoh 吉田=Yoshida 山田=Yamada 佐々木=Sasaki 山口=Yamaguchi 松本=Matsumoto 井上=Inoue 木村=Kimura 林=Hayashi 斎藤=Saito/Saitoh 清水=Shimizu 森=Mori 池田=Ikeda 橋本=Hashimoto 石川=Ishikawa 大野=Ono/Ohno'),
    ...combinedNames(pairedNames('西=Nishi 北=Kita 東=Higashi 南=Minami 藤=Fuji 宮=Miya 松=Matsu 竹=Take'), pairedNames('川=Kawa 原=Hara 沢=Sawa 岡=Oka 島=Shima 村=Mura 田=Da')),
  ],
};

const koreanSyllables = pairedNames('민=Min 서=Seo 지=Ji 현=Hyun 수=Soo/Su 준=Jun/Joon 영=Young 은=Eun 진=Jin 우=Woo 윤=Yoon 하=Ha 연=Yeon 희=Hee 성=Sung 태=Tae 호=Ho 경=Kyung');

const korean: NameCulture = {
  code: 'ko', share: 3, countries: ['KR', 'KR', 'KR', 'US'], language: 'Korean', isFamilyFirst: true,
  women: combinedNames(koreanSyllables.slice(0, 10), koreanSyllables.slice(4, 14), (left, right) => `${left}-${right.toLowerCase()}`),
  men: combinedNames(koreanSyllables.slice(0, 12), koreanSyllables.slice(8), (left, right) => `${left} ${right}`),
  families: pairedNames('김=Kim 이=Lee/Yi 박=Park/Pak 최=Choi 정=Jung/Jeong 강=Kang 조=Cho/Jo 윤=Yoon/Yun 장=Jang 임=Lim/Im 한=Han 오=Oh 서=Seo 신=Shin 권=Kwon 황=Hwang 안=Ahn 송=Song 류=Ryu 홍=Hong 남궁=Namgung'),
};

const vietnamese: NameCulture = {
  code: 'vi', share: 3, countries: ['VN', 'VN', 'US'], language: 'Vietnamese', isFamilyFirst: true,
  women: latinNames('Thị_Hương Thị_Lan Ngọc_Anh Thu_Hà Thị_Hồng Minh_Châu Thùy_Linh Bích_Ngọc Phương_Thảo Kim_Ngân Mỹ_Duyên Thanh_Trúc'),
  men: latinNames('Văn_Hùng Minh_Tuấn Quốc_Bảo Đức_Anh Hữu_Phước Thành_Đạt Xuân_Trường Hoàng_Nam Văn_Dũng Trung_Kiên Quang_Huy Tấn_Lộc'),
  families: latinNames('Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'),
};

export const asianNames: readonly NameCulture[] = [chinese, japanese, korean, vietnamese];
