const data = JSON.parse(document.getElementById("data").textContent);
const root = document.getElementById("report");
if (data.page) new PageView(data.page, new Store(data.page.sha256, "corrections.json"), null).show(root);
else new Folder(data.folder, (window.newsparseRows || []).flat(), root);
