// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `jianwei protect`: reference pages of protected sites, made and used.
struct ProtectTests {
    /// The seeds and rules that are shipped, to be added to.
    private func data() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let root = Program.packageRoot.path
        _ = try await tool("cp", "-R", root + "/Rules", root + "/Seeds", folder.path)
        return folder
    }

    private static let official = """
        <title>查询平台</title><div><header><nav><ul><li><a href=/>首页</a></li></ul></nav></header><main>
        <section><h2>人员持证信息公共服务门户</h2><form><label>姓名</label><input><select><option>居民
        </option></select><img src=/c><button>提交</button></form></section><aside><dl><dt>使用说明</dt>
        <dd>请按要求填写本人信息,结果仅供参考,以发证机关登记为准</dd></dl></aside></main><footer><p>某部信息中心
        承办,地址某市某区某路一号</p><table><tr><td>邮编</td><td>000000</td></tr></table></footer></div>
        <script src=/js/app.77b0c2.js></script><script src=/js/v.3f2a91.js></script>
        <link rel=stylesheet href=/css/app.19ce0d.css>
        """

    @Test func `A saved page becomes a reference, by which its copy is known`() async throws {
        let folder = try await data()
        let saved = try folder.write(Self.official, to: "saved.html")
        let arguments = ["--data", folder.path, "--json"]
        let judging = ["judge", saved, "--url", "http://a.example/"] + arguments

        let before = try await Program.run(judging)
        let made = try await Program.run(
            ["protect", "add", saved, "--url", "https://cx.mem.gov.cn/special?index=0"] + arguments)
        let after = try await Program.run(judging)
        let again = try await Program.run(
            ["judge", saved, "--url", "https://cx.mem.gov.cn/"] + arguments)
        let list = try await Program.run(["protect", "list"] + arguments)

        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.contains("\"site\":\"mem-cx\""))
        #expect(list.lines == made.lines)
        #expect(folder.names(in: "Seeds/references") == ["mem-cx-special-index-0.yml"])
        #expect(!before.output.contains("likeness"))
        #expect(after.output.contains("likeness.copy") && after.output.contains("文字 100%"))
        #expect(after.output.contains("likeness.files"))
        #expect(after.output.contains("资源文件 3/3"))
        // The site itself is no copy of itself.
        #expect(!again.output.contains("likeness"))
    }

    @Test func `A visit makes a reference of the practice range's official site`() async throws {
        let folder = try await data()
        let range = try await ServedRange(in: folder)
        let list = try String(contentsOfFile: range.list, encoding: .utf8).split(separator: "\n")
        let official = try #require(list.first { $0.contains("//official.test") })
        let visit = [
            "protect", "add", String(official), "--site", "mem-cx", "--hosts", range.hosts,
        ]

        let made = try await Program.run(
            visit + ["--allow-range", "127.77.0.0/16", "--data", folder.path])
        let refused = try await Program.run(visit + ["--data", folder.path])

        #expect(made.code == 0, "\(made.errors)")
        #expect(made.output.contains("with its icon"))
        #expect(folder.names(in: "Seeds/references") == ["mem-cx.body", "mem-cx.yml"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("is not on the public Internet"), "\(refused.errors)")
    }

    @Test func `What cannot be a reference is said, with what to do`() async throws {
        let folder = try await data()
        let saved = try folder.write(Self.official, to: "saved.html")
        let empty = try folder.write("<p>空</p>", to: "empty.html")
        func add(_ arguments: String...) async throws -> Program.Result {
            try await Program.run(["protect", "add"] + arguments + ["--data", folder.path])
        }

        let nobodys = try await add(saved, "--url", "https://a.example/")
        let unknown = try await add(saved, "--url", "https://a.example/", "--site", "nothing")
        let little = try await add(empty, "--url", "https://cx.mem.gov.cn/")
        let nowhere = try await add(saved)
        let unwritable = try await add(
            saved, "--url", "https://cx.mem.gov.cn/", "--to", "/proc/nowhere")
        let missing = try await add(folder.path + "/none", "--url", "https://cx.mem.gov.cn/")

        #expect(nobodys.errors.contains("belongs to no protected site"))
        #expect(unknown.errors.contains("there is no protected site 'nothing'"))
        #expect(little.errors.contains("says too little"))
        #expect(nowhere.code == 64 && nowhere.errors.contains("--url"))
        #expect(unwritable.errors.contains("/proc/nowhere cannot be written"))
        #expect(missing.code == 64)
        #expect([nobodys, unknown, little, unwritable].allSatisfy { $0.code == 1 })
        #expect(folder.names(in: "Seeds/references").isEmpty)
    }

    @Test func `A damaged reference is named with its place`() async throws {
        let folder = try await data()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/Seeds/references", withIntermediateDirectories: true)
        _ = try folder.write(
            "version: 1\nsite: nothing\naddress: x\nmade: x\nsha256: x\ntext: '00'\nshape: '00'\n",
            to: "Seeds/references/a.yml")

        let result = try await Program.run("protect", "list", "--data", folder.path)

        #expect(result.code == 1)
        #expect(result.output.contains("a.yml:2:7: error: 'site' cannot be 'nothing'"))
        #expect(
            result.output.contains("a.yml:6:7: error: 'text' is not what 'jianwei protect add'"))
    }
}
