// Runs before the first paint, so that a chosen theme or language never flashes: the only script that is not a module.
(function () {
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    // Only the first screen stands in index.html; elsewhere it is not shown for a moment.
    if (location.pathname !== '/') document.documentElement.classList.add('elsewhere');
    var language = localStorage.getItem('language') || navigator.language || 'en';
    document.documentElement.lang = /^zh/i.test(language) ? 'zh' : 'en';
  } catch (error) { /* storage may be forbidden: the system's theme and the browser's language then hold */ }
})();
