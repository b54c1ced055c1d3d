import puppeteer from 'puppeteer-core';
import {readFileSync} from 'node:fs';
const js=await (await fetch('http://127.0.0.1:18431/sdk/trtc-calling.js')).text();
const integrity=js.match(/sha384-[\w+/=]+/)[0];
const [,, browser, n='4'] = process.argv;
const variants={
 sri: `const r=await fetch(U,{integrity:I}); t.fetch=now(); m=await WebAssembly.compileStreaming(r); t.compile=now();`,
 plain: `const r=await fetch(U); t.fetch=now(); m=await WebAssembly.compileStreaming(r); t.compile=now();`,
 tee: `const r=await fetch(U); t.fetch=now(); const c=r.clone(); const [mm,d]=await Promise.all([WebAssembly.compileStreaming(r), c.arrayBuffer().then(b=>{t.buf=now();return crypto.subtle.digest('SHA-384',b)}).then(x=>{t.digest=now()})]); m=mm; t.compile=now();`,
 buf: `const r=await fetch(U); t.fetch=now(); const b=await r.arrayBuffer(); t.buf=now(); m=await WebAssembly.compile(b); t.compile=now();`,
};
const all={};
for (let i=0;i<+n;i++) for (const v in variants){
  const b = await puppeteer.launch({browser, executablePath: browser==='firefox'?'/usr/bin/firefox-esr':'/usr/bin/chromium', headless:true, args: browser==='firefox'?[]:['--no-sandbox']});
  const p = await b.newPage();
  await p.goto('http://127.0.0.1:18431/style.css');
  const r=await p.evaluate(`(async()=>{const I=${JSON.stringify(integrity)},U='/sdk/trtc-calling.wasm';const s=performance.now();const now=()=>Math.round(performance.now()-s);const t={};let m;${variants[v]}
   const imports={}; for(const x of WebAssembly.Module.imports(m)){(imports[x.module]??={})[x.name]=()=>0}
   await WebAssembly.instantiate(m,imports); t.inst=now(); return t})()`);
  (all[v]??=[]).push(r); await b.close();
}
for(const v in all){const k=Object.keys(all[v][0]); console.log(browser,v,k.map(x=>x+' '+all[v].map(r=>r[x]).sort((a,b)=>a-b).join('/')).join('  '));}
