// One line on another site puts Kaiyuan's search box there, in a frame of its own:
//   <script src="https://kaiyuan.example/embed.js" data-language="en" data-theme="light"></script>
(function () {
  const script = document.currentScript;
  const server = new URL(script.src).origin;
  const page = new URL('/embed', server);
  for (const name of ['language', 'theme', 'placeholder']) if (script.dataset[name]) page.searchParams.set(name, script.dataset[name]);
  page.searchParams.set('site', location.origin);
  const frame = document.createElement('iframe');
  frame.src = page.href;
  frame.title = script.dataset.title || 'Kaiyuan 开元';
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox');
  frame.referrerPolicy = 'origin';
  frame.height = 120;
  frame.style.cssText = 'display: block; width: 100%; border: 0; color-scheme: auto';
  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== server) return;
    const height = event.data?.kaiyuanHeight;
    if (Number.isFinite(height)) frame.height = Math.min(Math.max(height, 60), 20000);
  });
  script.after(frame);
})();
