extension ReportPage {
    /// How the page looks, on light and dark screens and on paper.
    static let style = """
        :root{--page:#f6f7f9;--card:#fff;--text:#1c2330;--soft:#5b6675;--line:#e1e5eb;--link:#0b5cad;--shade:#eef1f5;\
        --created:#2a9d6f;--updated:#3f7fd1;--deleted:#8256c5;--unchanged:#9aa5b4;--skipped:#c8cfd8;--rejected:#e07a1f;\
        --failed:#c9304e;--calls:#1c2330}
        @media(prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--text:#e6eaf0;--soft:#9aa6b6;--line:#2c3542;\
        --link:#7ab6f5;--shade:#222a35;--created:#3fbf8a;--updated:#5f9be8;--deleted:#a583e0;--unchanged:#6f7c8d;\
        --skipped:#465160;--rejected:#f0954a;--failed:#f0607c;--calls:#e6eaf0}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
        main,footer{max-width:1080px;margin:0 auto;padding:0 20px}
        header{padding:36px 0 4px}
        h1{font-size:30px;line-height:1.2;margin:2px 0 12px;overflow-wrap:anywhere}
        h2{font-size:18px;margin:0 0 4px}
        p{margin:0}
        a{color:var(--link)}
        code{font:13px/1.4 ui-monospace,"Cascadia Mono","Noto Sans Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        .kicker{color:var(--soft);font-size:13px;letter-spacing:.04em;text-transform:uppercase}
        .note,.none{color:var(--soft);font-size:13px}
        .verdict{display:inline-block;padding:5px 12px;border-radius:8px;font-weight:600;background:var(--shade);\
        border-left:4px solid var(--unchanged);overflow-wrap:anywhere}
        .verdict.good{border-color:var(--created)}
        .verdict.warn{border-color:var(--rejected)}
        .verdict.bad{border-color:var(--failed)}
        .facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:18px 0 0}
        .facts dt{color:var(--soft);font-size:12px}
        .facts dd{margin:0;overflow-wrap:anywhere}
        section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin:20px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:16px;list-style:none;margin:0;padding:0}
        .tiles li{border-left:4px solid var(--line);padding-left:12px}
        .tiles b{display:block;font-size:26px;line-height:1.2;font-variant-numeric:tabular-nums}
        .tiles span{display:block}
        .tiles i{color:var(--soft);font-size:13px;font-style:normal}
        .tiles .created{border-color:var(--created)}
        .tiles .updated{border-color:var(--updated)}
        .tiles .deleted{border-color:var(--deleted)}
        .tiles .unchanged{border-color:var(--unchanged)}
        .tiles .skipped{border-color:var(--skipped)}
        .tiles .rejected{border-color:var(--rejected)}
        .tiles .failed{border-color:var(--failed)}
        .bar{display:block;width:100%;height:10px;border-radius:5px;margin-top:20px;background:var(--shade)}
        .chart{display:block;width:100%;height:auto;margin-top:8px}
        rect.created{fill:var(--created)}
        rect.updated{fill:var(--updated)}
        rect.deleted{fill:var(--deleted)}
        rect.unchanged{fill:var(--unchanged)}
        rect.skipped{fill:var(--skipped)}
        rect.rejected{fill:var(--rejected)}
        rect.failed{fill:var(--failed)}
        .grid{stroke:var(--line)}
        .tick{fill:var(--soft);font-size:12px}
        polyline.calls{fill:none;stroke:var(--calls);stroke-width:1.5;stroke-linejoin:round;opacity:.75}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:8px 0 0;padding:0;font-size:13px}
        .legend li::before{content:"";display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;\
        background:var(--line)}
        .legend .created::before{background:var(--created)}
        .legend .updated::before{background:var(--updated)}
        .legend .deleted::before{background:var(--deleted)}
        .legend .unchanged::before{background:var(--unchanged)}
        .legend .skipped::before{background:var(--skipped)}
        .legend .rejected::before{background:var(--rejected)}
        .legend .failed::before{background:var(--failed)}
        .legend .calls::before{height:2px;border-radius:0;vertical-align:middle;width:16px;background:var(--calls)}
        .scroll{overflow:auto;margin-top:10px}
        table{border-collapse:collapse;width:100%;font-size:14px}
        table.narrow{width:auto;min-width:50%;margin-top:10px}
        th{text-align:left;font-size:12px;font-weight:600;color:var(--soft);border-bottom:1px solid var(--line);\
        padding:6px 12px 6px 0;white-space:nowrap}
        td{vertical-align:top;border-bottom:1px solid var(--line);padding:9px 12px 9px 0;overflow-wrap:anywhere}
        tr:last-child td{border-bottom:0}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .badge{display:inline-block;padding:1px 8px;border-radius:999px;font-size:12px;border:1px solid currentColor;\
        white-space:nowrap}
        .badge.rejected{color:var(--rejected)}
        .badge.failed{color:var(--failed)}
        .badge.skipped{color:var(--soft)}
        .warning{border-left:4px solid var(--rejected);background:var(--shade);border-radius:6px;padding:8px 12px;margin:8px 0}
        .tools{display:flex;flex-wrap:wrap;align-items:center;gap:10px;margin-top:12px}
        .tools[hidden]{display:none}
        .tools input{flex:1 1 260px;min-width:0;font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);\
        border-radius:8px;padding:8px 12px}
        .tools output{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums}
        #list.live{height:430px;border:1px solid var(--line);border-radius:8px;position:relative;contain:strict;margin-top:12px}
        .space{position:relative;min-width:760px}
        .rows{position:absolute;top:0;left:0;right:0}
        .row{display:grid;grid-template-columns:64px 130px 84px 300px minmax(0,1fr);gap:0 14px;align-items:center;height:36px;\
        padding:0 14px;border-bottom:1px solid var(--line);cursor:pointer;font-size:14px}
        .row>*{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .row:nth-child(even){background:transparent}
        .row:hover{background:var(--shade)}
        .row.chosen{background:var(--shade);box-shadow:inset 3px 0 0 var(--link)}
        :focus-visible{outline:2px solid var(--link);outline-offset:1px}
        .detail{margin-top:14px}
        .detail dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 18px;margin:0}
        .detail dt{color:var(--soft);font-size:13px}
        .detail dd{margin:0;overflow-wrap:anywhere}
        .detail pre{margin:0;padding:12px;background:var(--page);border:1px solid var(--line);border-radius:8px;\
        white-space:pre-wrap;overflow-wrap:anywhere;max-height:320px;overflow:auto}
        footer{color:var(--soft);font-size:13px;padding-bottom:48px}
        footer p{margin:6px 0}
        @media(max-width:600px){h1{font-size:24px}section{padding:14px;border-radius:10px}.tiles b{font-size:22px}}
        @media print{body{background:#fff}section{break-inside:avoid}.tools{display:none}}
        """
}
