import { build } from "esbuild"; import { gzipSync } from "node:zlib";
for (const e of process.argv.slice(2)) {
 const b = await build({entryPoints:[`pkg-template/src/entries/${e}.ts`],bundle:true,minify:true,write:false,format:"esm",platform:"browser",target:"es2022",external:["node:*"],logLevel:"error"});
 console.log(e,b.outputFiles[0].contents.length,gzipSync(b.outputFiles[0].contents,{level:9}).length);
}
