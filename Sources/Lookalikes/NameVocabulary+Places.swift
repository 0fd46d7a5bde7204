// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

extension NameVocabulary {
    /// Provinces and prefectures in pinyin, of four letters and more; `jian` is too common a word.
    static let standardPlaces = Set(
        """
        beijing tianjin shanghai chongqing hebei shanxi shaanxi neimenggu neimeng liaoning jilin
        heilongjiang jiangsu zhejiang anhui fujian jiangxi shandong henan hubei hunan guangdong
        guangxi hainan sichuan guizhou yunnan xizang gansu qinghai ningxia xinjiang bingtuan
        shijiazhuang tangshan qinhuangdao handan xingtai baoding zhangjiakou chengde cangzhou
        langfang hengshui xinji dingzhou taiyuan datong yangquan changzhi jincheng shuozhou jinzhong
        yuncheng xinzhou linfen lvliang huhehaote baotou wuhai chifeng tongliao eerduosi hulunbeier
        bayannaoer wulanchabu xinganmeng xilinguole alashan shenyang dalian anshan fushun benxi
        dandong jinzhou yingkou fuxin liaoyang panjin tieling chaoyang huludao changchun siping
        liaoyuan tonghua baishan songyuan baicheng yanbian haerbin qiqihaer jixi hegang shuangyashan
        daqing yichun jiamusi qitaihe mudanjiang heihe suihua daxinganling nanjing wuxi xuzhou
        changzhou suzhou nantong lianyungang huaian yancheng yangzhou zhenjiang taizhou suqian
        jiangyin hangzhou ningbo wenzhou jiaxing huzhou shaoxing jinhua quzhou zhoushan lishui hefei
        wuhu bengbu huainan maanshan huaibei tongling anqing huangshan chuzhou fuyang liuan bozhou
        chizhou xuancheng fuzhou xiamen putian sanming quanzhou zhangzhou nanping longyan ningde
        nanchang jingdezhen pingxiang jiujiang xinyu yingtan ganzhou shangrao jinan qingdao zibo
        zaozhuang dongying yantai weifang jining taian weihai rizhao linyi dezhou liaocheng binzhou
        heze zhengzhou kaifeng luoyang pingdingshan anyang hebi xinxiang jiaozuo puyang xuchang
        luohe sanmenxia nanyang shangqiu xinyang zhoukou zhumadian jiyuan wuhan huangshi shiyan
        yichang xiangyang ezhou jingmen xiaogan jingzhou huanggang xianning suizhou enshi lichuan
        xiantao qianjiang tianmen shennongjia changsha zhuzhou xiangtan hengyang shaoyang yueyang
        changde zhangjiajie yiyang chenzhou yongzhou huaihua loudi xiangxi guangzhou shaoguan
        shenzhen zhuhai shantou foshan jiangmen zhanjiang maoming zhaoqing huizhou meizhou shanwei
        heyuan yangjiang qingyuan dongguan zhongshan chaozhou jieyang yunfu nanning liuzhou guilin
        wuzhou beihai fangchenggang qinzhou guigang yulin baise hezhou hechi laibin chongzuo haikou
        sanya sansha danzhou chengdu zigong panzhihua luzhou deyang mianyang guangyuan suining
        neijiang leshan nanchong meishan yibin guangan dazhou yaan bazhong ziyang ganzi liangshan
        guiyang liupanshui zunyi anshun bijie tongren qianxinan qiandongnan qiannan kunming qujing
        yuxi baoshan zhaotong lijiang puer lincang chuxiong honghe wenshan xishuangbanna dehong
        nujiang diqing lasa rikaze changdu linzhi shannan naqu xian tongchuan baoji xianyang weinan
        yanan hanzhong ankang shangluo lanzhou jiayuguan jinchang baiyin tianshui wuwei zhangye
        pingliang jiuquan qingyang dingxi longnan linxia gannan xining haidong haibei huangnan
        hainanzhou guoluo yushu haixi yinchuan shizuishan wuzhong guyuan zhongwei wulumuqi kelamayi
        tulufan hami changji boertala bayinguoleng akesu kashi hetian yili tacheng aletai shihezi
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
