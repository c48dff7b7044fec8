"""Written papers with a little form, and nothing typed ever becomes markup."""

import pytest

from tendering.rules.rich_text import blocks
from tendering.templatetags.tendering import rich


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("一段\n两行", "<p>一段<br>两行</p>"),
        ("# 范围\n正文\n\n第二段", "<h3>范围</h3><p>正文</p><p>第二段</p>"),
        ("- 楼道\n- 大堂", "<ul><li>楼道</li><li>大堂</li></ul>"),
        ("1. 先\n2、后", "<ol><li>先</li><li>后</li></ol>"),
        ("**每日**两次", "<p><strong>每日</strong>两次</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("**<b onclick=x>**", "<p><strong>&lt;b onclick=x&gt;</strong></p>"),
        ("** **", "<p><strong> </strong></p>"),
    ],
)
def test_text_is_shown_with_its_form(text: str, html: str) -> None:
    assert str(rich(text)) == html


def test_no_text_is_lost() -> None:
    text = "#标题\n-没有空格\n3) 三\r\n* 星"
    words = "".join(run.text for block in blocks(text) for line in block.lines for run in line)
    assert words == "标题-没有空格三星"
