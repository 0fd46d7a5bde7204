// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The words that names of certificate look-up sites are made of, in the Latin alphabet and not.
///
/// A label counts only if it is made of such words *to the last letter*: so `remember`, `memcached`
/// and `cxmemory` say nothing, although `mem` and `cx` are in them.
package struct NameVocabulary: Sendable {
    /// Of work safety and its certificates, and telling by themselves.
    package var topics: Set<String>
    /// Of work safety, certificates or government, and telling only beside another word.
    package var looseTopics: Set<String>
    /// Initials of offices: telling only after the name of a place.
    package var offices: Set<String>
    /// What is looked up.
    package var certificates: Set<String>
    /// To look up, in pinyin.
    package var queries: Set<String>
    /// To look up or to certify, in English.
    package var englishQueries: Set<String>
    /// Initials of such words: of no weight where they are run together with others.
    package var initials: Set<String>
    /// What fills a name without saying anything.
    package var fillers: Set<String>
    /// Provinces and cities in pinyin.
    package var places: Set<String>
    /// Two letters for a province, as `.gov.cn` has them.
    package var provinces: Set<String>
    /// Words of Chinese names that name an organ: telling by themselves.
    package var chineseOrgans: [String]
    /// Words of Chinese names that name what is looked up.
    package var chineseTopics: [String]
    /// Domains of content delivery and protection services: names under them are CNAME targets.
    package var deliveryDomains: Set<String>
    /// Domains that public sources cite as mirrors of official sites, rightly or wrongly.
    package var disputedMirrors: Set<String>

    /// The words that come with Jianwei.
    package static let standard = NameVocabulary(
        topics: [
            "tzzy", "tzzycz", "tzzyczz", "tzzyz", "tzzyks", "tzzycx", "tezhongzuoye",
            "tezhongzuoyezheng", "tezhongzuoyecaozuozheng", "tezhongcaozuozheng", "aqks", "aqscks",
            "aqsczs", "yjglb", "yjglt", "yjglj", "yingjiguanli", "yingjiguanlibu",
            "yingjiguanliting", "yingjiguanliju", "yingjiju", "yingjiting", "anjianju",
            "anquanshengchan", "anquanjianguan", "anquanjianduguanli",
            "caozuozheng", "zhengwufuwu", "shouyebaoanzheng", "zscxpt", "zszwcx",
        ],
        looseTopics: [
            "aqsc", "aqjg", "zscx", "zsyz", "zszw", "yjgl", "yingji", "anjian", "zhengwu", "zwfw",
            "czzcx", "zgzcx",
        ],
        offices: ["zw", "yjj", "yjt", "ajj", "rsj", "rst", "zjj", "zjt", "czz"],
        certificates: ["zhengshu", "zhengjian", "zgzs", "zigezheng", "zgz", "dianzizhengshu"],
        queries: [
            "chaxun", "yanzheng", "zhenwei", "heyan", "hecha", "chayan", "wangshangchaxun",
            "chengjichaxun", "kaoshi",
        ],
        englishQueries: [
            "query", "cert", "certs", "certificate", "certificates", "verify", "license", "exam",
        ],
        initials: ["cx", "zs", "yz", "ks", "zg", "rz", "pt", "gw"],
        fillers: [
            "www", "wap", "web", "app", "net", "com", "org", "edu", "info", "vip", "online", "home",
            "center", "portal", "login", "service", "services", "official", "guanwang", "guanfang",
            "search", "check", "fuwu", "pingtai", "xinxi", "wang", "zhongxin", "xitong", "quanguo",
            "guojia", "site",
        ],
        places: NameVocabulary.standardPlaces,
        provinces: [
            "ah", "bj", "cq", "fj", "gd", "gs", "gx", "gz", "ha", "hb", "he", "hi", "hl", "hlj",
            "hn", "jl", "js", "jx", "ln", "nm", "nmg", "nx", "qh", "sc", "sd", "sh", "sn", "sx",
            "tj", "xj", "xz", "yn", "zj",
        ],
        chineseOrgans: [
            "应急管理部", "应急管理厅", "应急管理局", "应急管理", "应急局", "应急厅", "安监局", "安监总局",
            "安全生产监督", "政务服务", "人社部", "人社厅", "人社局", "人力资源和社会保障", "住建部", "住建厅",
            "市场监管总局", "国家安全生产",
        ],
        chineseTopics: [
            "特种作业", "操作证", "证书查询", "证件查询", "资格证查询", "证书验证", "安全生产", "安全员证",
            "特种设备", "电工证", "焊工证", "考试查询", "查证",
        ],
        deliveryDomains: [
            "saaswaf.com", "yundunwaf.com", "yundunwaf1.com", "yundunwaf2.com", "yundunwaf3.com",
            "yundunwaf4.com", "yundunwaf5.com", "aliyunwaf.com", "alikunlun.com", "kunlunaq.com",
            "kunlunar.com", "kunlunca.com", "kunluncan.com", "kunlunea.com", "kunlungem.com",
            "kunlungr.com", "kunlunhuf.com", "kunlunle.com", "kunlunli.com", "kunlunno.com",
            "kunlunpi.com", "kunlunra.com", "kunlunsa.com", "kunlunsl.com", "kunlunso.com",
            "kunlunta.com", "kunlunvi.com", "kunlunwe.com", "cdngslb.com", "alicdn.com",
            "alibabadns.com", "aliyunddos1001.com", "dnsv1.com", "dnsv1.com.cn", "tdnsv5.com",
            "tdnsv6.com", "cdntip.com", "qcloudwaf.com", "qcloudcdn.com", "huaweicloudwaf.com",
            "cdnhwc1.com", "cdnhwc2.com", "cdnhwc3.com", "bdydns.com",
            "jomodns.com", "yunjiasu-cdn.net", "wscdns.com", "wsglb0.com", "lxdns.com",
            "wswebcdn.com", "chinanetcenter.com", "ccgslb.com", "ccgslb.com.cn", "qiniudns.com",
            "jiashule.com", "365cyd.cn", "360wzb.com", "360safedns.com", "ctycdn.com",
            "ctadns.cn", "ctdns.cn", "ourwebcdn.com", "akamaiedge.net", "akamai.net",
            "edgekey.net", "edgesuite.net", "cloudfront.net", "fastly.net", "cdn.cloudflare.net",
            "azureedge.net",
        ],
        disputedMirrors: ["cdurl.cn"]
    )
}
