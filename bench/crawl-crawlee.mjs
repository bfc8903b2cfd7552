// Runs Crawlee's CheerioCrawler over a site, storing address, title, text and links of each page in its dataset.
// `crawl.ts` copies it into the folder where Crawlee is installed.
import { CheerioCrawler, Configuration } from "crawlee";

const [startUrl, minConcurrency] = process.argv.slice(2);
let pages = 0;
const crawler = new CheerioCrawler(
  {
    maxRequestRetries: 0,
    // As it comes, it begins with one request at a time and finds out by itself what the machine bears.
    ...(Number(minConcurrency) > 0 && { minConcurrency: Number(minConcurrency) }),
    requestHandler: async ({ $, request, enqueueLinks, pushData }) => {
      pages++;
      const links = $("a[href]").map((_, link) => new URL($(link).attr("href"), request.loadedUrl).href);
      await pushData({
        url: request.loadedUrl,
        title: $("title").text(),
        text: $("body").text(),
        links: links.get(),
      });
      await enqueueLinks({ strategy: "same-hostname" });
    },
  },
  new Configuration({ logLevel: "ERROR" }),
);
const started = performance.now();
await crawler.run([startUrl]);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ pages, seconds }));
