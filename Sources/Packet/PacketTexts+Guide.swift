// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

extension PacketTexts {
    /// `VERIFY.md`: the checks of `jianwei packet verify`, by tools that everybody has.
    ///
    /// Every command in it is run by a test.
    package static let guide = """
        # 用通用工具核验 / Verifying with stock tools

        在本文件所在的文件夹内执行（Run them in the folder of this file）。

        `ROOTS.pem` 是**您自己信任的**根证书，须从签名单位或时间戳机构另行取得，
        不得取自本包（roots that *you* trust, never taken from this packet）。

        ## 1. 文件未变 / No file was changed

        ```sh
        sha256sum --strict --quiet -c hashes.sha256
        sha256sum --strict --quiet -c tagmanifest-sha256.txt
        ```

        国密 SM3（each file by SM3）：

        ```sh
        while read -r sum name; do openssl dgst -sm3 -r "$name" | grep -q "^$sum" || { echo "$name"; exit 1; }; done < hashes.sm3
        ```

        ## 2. 没有缺少或多出的文件 / No file is missing or added

        ```sh
        bagit.py --validate .
        ```

        ## 3. 网页原始记录 / The web archive's records

        ```sh
        warcio check data/capture/*.warc.gz
        ```

        ## 4. 签名 / The signature

        ```sh
        openssl cms -verify -binary -inform DER -in seal/signature.p7s -content tagmanifest-sha256.txt -CAfile ROOTS.pem -purpose any -out /dev/null
        ```

        签名覆盖 tagmanifest-sha256.txt，由它覆盖其余全部文件，包括 bag-info.txt 中
        保管链的行数和末行哈希。没有 seal/signature.p7s 即未签名。

        另有国密签名时（if there is an SM2 signature too）：`SM2.pem` 是您所掌握的签名单位公钥。

        ```sh
        openssl pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 -pubin -inkey SM2.pem -sigfile seal/signature.sm2 -in tagmanifest-sha256.txt
        ```

        ## 5. 时间戳 / The timestamps

        时间戳盖在签名上；没有签名时盖在 tagmanifest-sha256.txt 上，须换作 -data 的文件。
        签发时间见 `openssl ts -reply -in seal/timestamp-1.tsr -text`。

        ```sh
        openssl ts -verify -data seal/signature.p7s -in seal/timestamp-1.tsr -CAfile ROOTS.pem
        ```

        """
}
