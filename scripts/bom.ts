// What Tributary ships, as a CycloneDX bill of materials: npm run bom > bom.json
import { billOfMaterials } from "./supply/bill-of-materials.ts";

console.log(JSON.stringify(billOfMaterials(), null, 2));
