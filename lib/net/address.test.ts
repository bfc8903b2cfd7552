import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressProblem } from "./address.ts";
import { FetchError } from "./fetch-error.ts";
import { createGuard } from "./guard.ts";

const refusedAddresses = `
0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.64.0.1 100.100.100.200 100.127.255.255
127.0.0.0 127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.255 169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255
172.16.0.0 172.16.0.1 172.20.10.1 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.0
192.168.1.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.254 255.255.255.255 168.63.129.16
:: ::1 ::2 ::7f00:1 ::127.0.0.1 ::8.8.8.8 ::ffff:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:8.8.8.8 0:0:0:0:0:ffff:7f00:1 0000:0000:0000:0000:0000:ffff:7f00:0001 ::ffff:0:7f00:1 ::ffff:0:8.8.8.8
64:ff9b::7f00:1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b::8.8.8.8 64:ff9b:1::1 64:ff9b:1::7f00:1 100::1 100::ffff
2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:0:7f00:1::80ff:fffe 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2001:db8:ffff::1 2002:7f00:1:: 2002:7f00:0001::1 2002:a00:1:: 2002:c0a8:101::1 2002:808:808:: 3fff::1 3fff:fff::1
4000::1 5f00::1 8000::1 fc00::1 fd00::1 fd00:ec2::254 fd12:3456:789a::1 fe80::1 fe80::1%eth0 fe80::1%1 febf::1 fec0::1
feff::1 ff00::1 ff02::1 ff05::1:3 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2600::%eth0 [::1] [::ffff:7f00:1]
2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 localhost 127.1 1 0x7f000001 1.2.3 1.2.3.4.5 8.8.8.8.
`;

const globalAddresses = `
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.88.98.255 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255 168.63.129.15 168.63.129.17
2000::1 2001:200::1 2001:4860:4860::8888 2001:db7:ffff::1 2001:db9::1 2003::1 2606:4700:4700::1111 2620:fe::fe
2a00:1450:4001:81b::200e 3ffe:ffff::1 [2606:4700:4700::1111] 2606:4700::5efe:808:808 2606:4700::1:5efe:7f00:1
`;

/** What people and attackers type; the URL parser changes most of it before anything is judged. */
const refusedUrls = [
  "http://127.0.0.1/",
  "http://127.0.0.1./",
  "http://2130706433/",
  "http://017700000001/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://127.1/",
  "http://127.0.1/",
  "http://0/",
  "http://0.0.0.0/",
  "http://00000000000/",
  "http://0x0/",
  "http://4294967295/",
  "http://3232235777/",
  "http://0xa9fea9fe/",
  "http://169.254.43518/",
  "http://2852039166/",
  "http://localhost/",
  "http://localhost./",
  "http://LOCALHOST/",
  "http://LocalHost.:80/",
  "http://app.localhost/",
  "http://①②⑦.⓪.⓪.①/",
  "http://127。0。0。1/",
  "http://127．0．0．1/",
  "http://ⓛocalhost/",
  "http://loc\u00adalhost/",
  "http://%6c%6f%63%61%6c%68%6f%73%74/",
  "http://%31%32%37.0.0.1/",
  "http://127.0.0.1%2e/",
  "http://[::1]/",
  "http://[::]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::7f00:1]/",
  "http://[0:0:0:0:0:ffff:7f00:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:0:127.0.0.1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[64:ff9b::169.254.169.254]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
  "http://[fe80::1]/",
  "http://[fd00:ec2::254]/",
  "http://[fec0::1]/",
  "http://a@127.0.0.1/",
  "http://a:b@example.com/",
  "http://example.com@127.0.0.1/",
  "http://127.0.0.1#@example.com/",
  "http://127.0.0.1?@example.com/",
  "http://127.0.0.1\\@example.com/",
  "http:\\\\127.0.0.1\\",
  "http:127.0.0.1",
  "http:/127.0.0.1",
  "http:///127.0.0.1/",
  "ht\ntp://127.0.0.1/",
  "http://127.\t0.0.1/",
  "http://12\n7.0.0.1/",
  " http://127.0.0.1/ ",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://METADATA.google.internal./",
  "http://169.254.169.254/latest/meta-data/",
  "http://100.100.100.200/",
  "http://168.63.129.16/",
  "https://127.0.0.1/",
  "http://example.com:22/",
  "http://example.com:8080/",
  "https://example.com:8443/",
  "http://example.com:0/",
  "http://8.8.8.8:25/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com/",
  "data:text/html,hello",
  "javascript:alert(1)",
  "ws://example.com/",
];

const openUrls = [
  "http://example.com/",
  "https://example.com/",
  "http://example.com:80/",
  "https://example.com:443/",
  "http://example.com:443/",
  "https://EXAMPLE.com./path",
  "https://bücher.example/",
  "http://8.8.8.8/",
  "http://[2606:4700:4700::1111]/",
  "http://134744072/",
  "http://localhost.example.com/",
  "http://127.0.0.1.example.com/",
];

const words = (text: string) => text.trim().split(/\s+/);

describe("addressProblem", () => {
  it.each(words(refusedAddresses))("refuses %s", (address) => {
    expect(addressProblem(address)).toBeTypeOf("string");
  });

  it.each(words(globalAddresses))("passes %s", (address) => {
    expect(addressProblem(address)).toBeUndefined();
  });

  it("says which IPv4 address a translated form carries", () => {
    expect(addressProblem("64:ff9b::7f00:1")).toBe("NAT64, carrying 127.0.0.1 (this machine)");
    expect(addressProblem("2002:c0a8:101::")).toBe("6to4, carrying 192.168.1.1 (a private network)");
    expect(addressProblem("2001:0:4136:e378:8000:63bf:3fff:fdd2")).toMatch(
      /^Teredo, carrying 192\.0\.2\.45 /,
    );
    expect(addressProblem("::ffff:0:10.0.0.1")).toMatch(/^SIIT, carrying 10\.0\.0\.1 /);
  });

  it("judges every mapped and translated form of a private address as private", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (b, c, d) => {
        const dotted = `10.${b}.${c}.${d}`;
        const hex = `a${b.toString(16).padStart(2, "0")}:${((c << 8) | d).toString(16)}`;
        for (const form of [dotted, `::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
          expect(addressProblem(form)).toBeTypeOf("string");
        }
      }),
    );
  });

  it("has a table of at least 150 forms", () => {
    const forms = [...words(refusedAddresses), ...words(globalAddresses), ...refusedUrls, ...openUrls];
    expect(new Set(forms).size).toBeGreaterThanOrEqual(150);
  });
});

describe("judge", () => {
  const guard = createGuard();

  it.each(refusedUrls)("refuses %j", (text) => {
    const url = URL.parse(text);
    // What the URL parser refuses never becomes a request.
    if (url) expect(() => guard.judge(url)).toThrow(FetchError);
  });

  it.each(openUrls)("passes %j", (text) => {
    expect(() => guard.judge(new URL(text))).not.toThrow();
  });

  it("lets exactly the listed host and port through", () => {
    const listing = createGuard({
      allowPrivateHosts: ["127.0.0.1:8080", "[::1]:9000", "Wiki.Internal:8443", "10.0.0.5"],
    });
    const passes = [
      "http://127.0.0.1:8080/",
      "http://127.1:8080/",
      "http://[::1]:9000/",
      "https://wiki.internal.:8443/",
    ];
    for (const url of [...passes, "http://10.0.0.5/", "https://10.0.0.5/"]) {
      expect(() => listing.judge(new URL(url)), url).not.toThrow();
    }
    const refused = [
      "http://127.0.0.1/",
      "http://127.0.0.1:8081/",
      "http://127.0.0.2:8080/",
      "http://[::1]:8080/",
    ];
    for (const url of [
      ...refused,
      "http://u:p@127.0.0.1:8080/",
      "ftp://127.0.0.1:8080/",
      "http://10.0.0.5:81/",
    ]) {
      expect(() => listing.judge(new URL(url)), url).toThrow(FetchError);
    }
  });

  it("names an entry of the list that makes no sense", () => {
    expect(() => createGuard({ allowPrivateHosts: ["http://x y"] })).toThrow(/ALLOW_PRIVATE_HOSTS/);
  });
});
