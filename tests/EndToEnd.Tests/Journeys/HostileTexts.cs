namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Texts that do something in a page that trusts them. Each would set <c>window.__pwned</c>, open a dialog or load something.</summary>
internal static class HostileTexts
{
    public static readonly IReadOnlyList<string> All =
    [
        "<script>window.__pwned=1</script>",
        "</script><script>window.__pwned=1</script>",
        "<img src=x onerror=window.__pwned=1>",
        "\"><svg onload=window.__pwned=1>",
        "<svg><animate onbegin=window.__pwned=1 attributeName=x dur=1s>",
        "<iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
        "<details open ontoggle=window.__pwned=1><summary>x</summary></details>",
        "<input autofocus onfocus=window.__pwned=1>",
        "<a href=\"javascript:window.__pwned=1\">clic</a>",
        "javascript:window.__pwned=1",
        "data:text/html,<script>window.__pwned=1</script>",
        "[clic](javascript:window.__pwned=1)",
        "<math><mi//xlink:href=\"data:x,<script>window.__pwned=1</script>\">",
        "<style>@import 'http://127.0.0.2:9/x.css';</style>",
        "<link rel=stylesheet href=http://127.0.0.2:9/x.css>",
        "<meta http-equiv=refresh content='0;url=http://127.0.0.2:9/'>",
        "<base href=http://127.0.0.2:9/>",
        "<form action=http://127.0.0.2:9/><button>ok</button></form>",
        "{{constructor.constructor('window.__pwned=1')()}}",
        "${window.__pwned=1}",
        "&lt;script&gt;window.__pwned=1&lt;/script&gt;",
        "&#60;img src=x onerror=window.__pwned=1&#62;",
        "<template><script>window.__pwned=1</script></template>",
        "<object data=\"javascript:window.__pwned=1\"></object>",
        "`-window.__pwned=1-`",
        "'-window.__pwned=1-'",
        "--><script>window.__pwned=1</script><!--",
        "]]><script>window.__pwned=1</script>",
        "{\"__html\":\"<img src=x onerror=window.__pwned=1>\"}",
        "{\"type\":1,\"target\":\"Frame\",\"arguments\":[]}",
        "' or 1 eq 1 or 'a' eq '",
        "__proto__",
        "constructor",
    ];
}
