// Runs Crawlee's CheerioCrawler over a site as it comes, storing title and text of each page in its dataset.
// `crawl.ts` copies it into the folder where Crawlee is installed.
import { CheerioCrawler, Configuration } from "crawlee";

const [startUrl] = process.argv.slice(2);
let pages = 0;
const crawler = new CheerioCrawler(
  {
    maxRequestRetries: 0,
    requestHandler: async ({ $, request, enqueueLinks, pushData }) => {
      pages++;
      await pushData({ url: request.loadedUrl, title: $("title").text(), text: $("body").text() });
      await enqueueLinks({ strategy: "same-hostname" });
    },
  },
  new Configuration({ logLevel: "ERROR" }),
);
const started = performance.now();
await crawler.run([startUrl]);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ pages, seconds }));
