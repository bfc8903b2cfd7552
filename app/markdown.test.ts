import { expect, it } from "vitest";
import { safeHtml } from "./markdown.ts";

it.each([
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ["a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n"],
  ["[go](javascript:alert(1))", "<p>go</p>\n"],
  ["[go](JAVASCRIPT:alert(1))", "<p>go</p>\n"],
  ["[go](java&#115;cript:alert(1))", "<p>go</p>\n"],
  ["[go](data:text/html,x)", "<p>go</p>\n"],
  ["[go](/relative)", "<p>go</p>\n"],
  ["![seen](https://evil.example/pixel.png)", "<p>seen</p>\n"],
  ['![a" onload="x](https://e.example/p.png)', "<p>a&quot; onload=&quot;x</p>\n"],
  ["<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"],
  [
    '[q](https://e.example/"onmouseover="x)',
    '<p><a href="https://e.example/&quot;onmouseover=&quot;x" rel="noopener noreferrer nofollow">q</a></p>\n',
  ],
  [
    '```"><b>\n<b>\n```',
    '<pre tabindex="0"><code class="language-&quot;&gt;&lt;b&gt;">&lt;b&gt;\n</code></pre>\n',
  ],
  ["# Title", "<h3>Title</h3>"],
  [
    "| | b |\n| --: | --- |\n| 1 | 2 |",
    '<div class="wide" tabindex="0"><table>\n<thead>\n<tr>\n<td align="right"></td>\n<th>b</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="right">1</td>\n<td>2</td>\n</tr>\n</tbody></table></div>\n',
  ],
  ["**bold** and `<code>`", "<p><strong>bold</strong> and <code>&lt;code&gt;</code></p>\n"],
])("%s", (markdown, html) => {
  expect(safeHtml(markdown)).toBe(html);
});
