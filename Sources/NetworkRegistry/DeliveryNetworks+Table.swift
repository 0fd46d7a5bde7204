// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

extension DeliveryNetworks {
    /// The networks, Chinese ones first, and their marks.
    ///
    /// A mark is listed only if it belongs to one network: a bare `X-Cache` or `Via` says that some
    /// cache answered, not whose. `acw_tc` comes from Alibaba's firewall and load balancer alike.
    static let table: [(name: String, marks: [Mark])] = [
        (
            "Alibaba Cloud 阿里云",
            [
                .header("eagleid"), .header("ali-swift-global-savetime"),
                .header("x-swift-savetime"), .header("x-swift-cachetime"), .value("via", "kunlun"),
                .cookie("acw_tc"), .cookie("acw_sc__"), .cookie("aliyungf_tc"),
                .cname("alikunlun.com"), .cname("alikunlun.net"), .cname("kunlunaq.com"),
                .cname("kunlunar.com"), .cname("kunlunca.com"), .cname("kunluncan.com"),
                .cname("kunlunea.com"), .cname("kunlungem.com"), .cname("kunlungr.com"),
                .cname("kunlunhuf.com"), .cname("kunlunle.com"), .cname("kunlunli.com"),
                .cname("kunlunno.com"), .cname("kunlunpi.com"), .cname("kunlunra.com"),
                .cname("kunlunsa.com"), .cname("kunlunsc.com"), .cname("kunlunsl.com"),
                .cname("kunlunso.com"), .cname("kunlunta.com"), .cname("kunlunvi.com"),
                .cname("kunlunwe.com"), .cname("cdngslb.com"), .cname("tbcache.com"),
                .cname("yundunwaf.com"), .cname("yundunwaf1.com"), .cname("yundunwaf2.com"),
                .cname("yundunwaf3.com"), .cname("yundunwaf4.com"), .cname("yundunwaf5.com"),
            ]
        ),
        (
            "Tencent Cloud 腾讯云",
            [
                .header("x-nws-log-uuid"), .header("x-nws-uuid-verify"), .header("eo-log-uuid"),
                .header("eo-cache-status"), .value("server", "nws_"), .cname("cdn.dnsv1.com"),
                .cname("cdn.dnsv1.com.cn"), .cname("dsa.dnsv1.com"), .cname("dsa.dnsv1.com.cn"),
                .cname("cdntip.com"), .cname("tcdn.qq.com"), .cname("tdnsv5.com"),
                .cname("tdnsv6.com"), .cname("qcloudwzgj.com"), .cname("eo.dnse0.com"),
                .cname("eo.dnse1.com"), .cname("eo.dnse2.com"), .cname("eo.dnse3.com"),
                .cname("eo.dnse4.com"), .cname("eo.dnse5.com"),
            ]
        ),
        (
            "Huawei Cloud 华为云",
            [
                .header("x-hcs-proxy-type"), .header("x-ccdn-cachettl"), .header("x-ccdn-expires"),
                .header("x-ccdn-req-id"), .cookie("hwwafsesid"), .cookie("hwwafsestime"),
                .cname("cdnhwc1.com"), .cname("cdnhwc2.com"), .cname("cdnhwc3.com"),
                .cname("huaweicloudwaf.com"), .cname("huaweisafedns.com"),
            ]
        ),
        (
            "Baidu Yunjiasu 百度云加速",
            [
                .value("server", "yunjiasu"), .cookie("__yjs_duid"),
                .cookie("yjs_js_security_passport"), .cname("yunjiasu-cdn.net"),
                .cname("jomodns.com"), .cname("bdydns.com"),
            ]
        ),
        (
            "Wangsu 网宿科技",
            [
                .header("x-ws-request-id"), .value("x-via", "cdn cache server"),
                .cname("wscdns.com"), .cname("wsdvs.com"), .cname("wswebcdn.com"),
                .cname("wswebpic.com"), .cname("wsglb0.com"), .cname("lxdns.com"),
                .cname("chinanetcenter.com"), .cname("cdn20.com"), .cname("cdn30.org"),
                .cname("speedcdns.com"), .cname("mwcloudcdn.com"), .cname("ourwebpic.com"),
            ]
        ),
        (
            "Qiniu 七牛云",
            [
                .header("x-qiniu-zone"), .header("x-qnm-cache"), .cname("qiniudns.com"),
                .cname("qnydns.net"), .cname("qbox.me"), .cname("clouddn.com"),
            ]
        ),
        (
            "UPYUN 又拍云",
            [
                .value("server", "marco/"), .cname("aicdn.com"), .cname("upcdn.net"),
                .cname("upaiyun.com"),
            ]
        ),
        (
            "ChinaCache 蓝汛",
            [
                .header("powered-by-chinacache"), .cname("ccgslb.com"), .cname("ccgslb.com.cn"),
                .cname("ccgslb.net"), .cname("chinacache.net"),
            ]
        ),
        (
            "Kingsoft Cloud 金山云",
            [
                .cname("ksyuncdn.com"), .cname("ks-cdn.com"),
            ]
        ),
        (
            "Baishan Cloud 白山云",
            [
                .cname("bsgslb.cn"), .cname("bsgslb.com"), .cname("bsclink.cn"),
                .cname("trpcdn.net"), .cname("qingcdn.com"),
            ]
        ),
        (
            "Volcengine 火山引擎",
            [
                .cname("volcgslb.com"), .cname("bytegslb.com"), .cname("volccdn.com"),
            ]
        ),
        (
            "Knownsec 知道创宇",
            [
                .cookie("__jsluid"), .cookie("__jsl_clearance"), .cname("jiasule.com"),
                .cname("jiasule.org"), .cname("jiashule.com"), .cname("365cyd.cn"),
                .cname("365cyd.net"),
            ]
        ),
        (
            "Qihoo 360 奇虎",
            [
                .cname("360wzb.com"), .cname("360wzb.cn"), .cname("qhcdn.com"),
            ]
        ),
        (
            "SafeLine 长亭雷池",
            [
                .cookie("sl-session")
            ]
        ),
        (
            "Safedog 安全狗",
            [
                .cookie("safedog-flow-item"), .value("server", "safedog"),
                .value("x-powered-by", "safedog"),
            ]
        ),
        (
            "Yunsuo 云锁",
            [
                .cookie("yunsuo_session")
            ]
        ),
        (
            "saaswaf.com",
            [
                .cname("saaswaf.com")
            ]
        ),
        (
            "Cloudflare",
            [
                .header("cf-ray"), .header("cf-cache-status"), .value("server", "cloudflare"),
                .cookie("__cf_bm"), .cookie("cf_clearance"), .cookie("__cflb"),
                .cname("cdn.cloudflare.net"), .cname("cloudflare.net"),
            ]
        ),
        (
            "Akamai",
            [
                .header("x-akamai-transformed"), .header("akamai-grn"),
                .value("server", "akamaighost"), .value("server", "akamainetstorage"),
                .cname("edgekey.net"), .cname("edgesuite.net"), .cname("akamaiedge.net"),
                .cname("akamai.net"), .cname("akamaized.net"), .cname("akadns.net"),
            ]
        ),
        (
            "Amazon CloudFront",
            [
                .header("x-amz-cf-id"), .header("x-amz-cf-pop"), .value("via", "cloudfront"),
                .value("x-cache", "cloudfront"), .cname("cloudfront.net"),
            ]
        ),
        (
            "Fastly",
            [
                .header("x-fastly-request-id"), .value("x-served-by", "cache-"),
                .cname("fastly.net"), .cname("fastlylb.net"),
            ]
        ),
        (
            "Imperva",
            [
                .header("x-iinfo"), .value("x-cdn", "incapsula"), .value("x-cdn", "imperva"),
                .cookie("incap_ses_"), .cookie("visid_incap_"), .cname("incapdns.net"),
                .cname("impervadns.net"),
            ]
        ),
        (
            "Sucuri",
            [
                .header("x-sucuri-id"), .value("server", "sucuri"), .cname("sucuridns.com"),
            ]
        ),
        (
            "Azure Front Door",
            [
                .header("x-azure-ref"), .cname("azurefd.net"), .cname("azureedge.net"),
                .cname("t-msedge.net"),
            ]
        ),
        (
            "StackPath",
            [
                .cname("stackpathdns.com"), .cname("hwcdn.net"),
            ]
        ),
    ]
}
