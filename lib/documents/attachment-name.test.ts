import { describe, expect, it } from "vitest";
import { attachment, attachmentName } from "./attachment-name.ts";

describe("the name to save under", () => {
  it.each([
    ["Backup", "application/pdf", "Backup.pdf"],
    ["contract.PDF", "application/pdf", "contract.PDF"],
    ["notes", "application/x-unknown", "notes"],
    ["../../etc/passwd", "text/plain", "etc passwd.txt"],
    ["..\\..\\boot.ini", "text/plain", "boot.ini.txt"],
    [".htaccess", "text/plain", "htaccess.txt"],
    ["a\r\nSet-Cookie: x", "text/plain", "a Set-Cookie x.txt"],
    ["invoice\u202efdp.exe", "application/pdf", "invoice fdp.exe.pdf"],
    ['say "hi" <b>', "text/html", "say hi b.html"],
    ["Über Maße", "text/plain", "Über Maße.txt"],
    ["\u0000\u0007", "text/plain", "document.txt"],
    ["", "text/plain", "document.txt"],
    ["x".repeat(500), "application/pdf", `${"x".repeat(120)}.pdf`],
    ["😀".repeat(200), "application/pdf", `${"😀".repeat(120)}.pdf`],
  ])("of %j (%s) is %j", (title, mime, name) => expect(attachmentName(title, mime)).toBe(name));
});

describe("the header", () => {
  it.each([
    ["a b.pdf", `attachment; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`],
    ["Maße.txt", `attachment; filename="Ma_e.txt"; filename*=UTF-8''Ma%C3%9Fe.txt`],
    ["it's 100%.txt", `attachment; filename="it's 100_.txt"; filename*=UTF-8''it%27s%20100%25.txt`],
    ["(a)*.txt", `attachment; filename="(a)*.txt"; filename*=UTF-8''%28a%29%2a.txt`],
  ])("of %j is %s", (name, header) => {
    expect(attachment(name)).toBe(header);
    expect(new Headers({ "content-disposition": attachment(name) }).get("content-disposition")).toBe(header);
  });
});
