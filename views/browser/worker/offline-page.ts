// What a page shows that cannot be had without a connection: which ones can.

const page = (built: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="theme-color" content="#0b5cad"><title>没有网络 · 联动</title>
<link rel="stylesheet" href="/assets/app.css?${built}"></head>
<body class="ld"><main class="ld-wide"><div class="ld-error"><h1>没有网络</h1><p>这一页要连上网才能打开。上报不用等：照常填写、拍照，存在这台手机上，连上网自动发送。</p>
<div class="ld-sent-next"><a class="btn btn-primary btn-lg" href="/report">上报</a><a class="btn btn-lg" href="/outbox">待发</a><a class="btn btn-lg" href="">再试一次</a></div></div></main></body></html>`;

export const offlinePage = (built: string): Response => new Response(page(built), {
  status: 503, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'" },
});
