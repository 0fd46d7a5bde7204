// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct HiddenTextTests {
    @Test(arguments: [
        "style=\"display:none\"", "style='color:red; DISPLAY : None !important'",
        "style=\"visibility:hidden\"", "style=\"font-size:0px\"", "style=\"opacity:0\"",
        "style=\"text-indent:-9999px\"", "style=\"position:absolute;left:-2000px\"",
        "style=\"color:#fff;background:#FFFFFF\"", "style=\"background-color:white;color:#fff\"",
        "style=\"height:0;overflow:hidden\"", "style=\"color:transparent\"", "hidden",
    ])
    func `What a reader cannot see is kept apart`(attribute: String) {
        let page = page("<p>看得见</p><div \(attribute)>看<b>不</b>见</div><p>也见</p>")

        #expect(page.text.string == "看得见\n也见")
        #expect(page.hiddenText.string == "看不见")
        expectExact(page)
    }

    @Test(arguments: [
        "style=\"opacity:0.5\"", "style=\"font-size:0.9em\"",
        "style=\"color:#fff;background:#000\"",
        "style=\"display:block\"", "style=\"overflow:hidden;height:100px\"",
        "style=\"text-indent:-2em\"", "aria-hidden=true", "class=hidden",
    ])
    func `What a reader can see is not hidden`(attribute: String) {
        let page = page("<div \(attribute)>看得见</div>")

        #expect(page.text.string == "看得见")
        #expect(page.hiddenText.bytes.isEmpty)
    }

    @Test func `Scripts, styles and comments are no text and the rest is apart`() {
        let page = page(
            """
            <title>标题</title><title>又一</title><style>p{color:red}</style><noscript>请启用</noscript>
            <template>模板</template><script>document.write("不是文字")</script><!-- 注释 -->
            <svg><title>图</title></svg><input type=hidden value=值><textarea>填写</textarea>正文
            """)

        #expect(page.title.string == "标题")
        #expect(page.text.string == "填写正文")
        #expect(page.hiddenText.string == "又一\n请启用\n模板\n图")
        #expect(page.styles.first?.text.text == "p{color:red}")
    }
}
