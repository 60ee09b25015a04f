"""Bodies in scripts without blanks, without capitals, and from right to left."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import page

from tagwire.extract import extract
from tagwire.model import Article, BlockKind

PAGES = {
    "zh": (
        "粮船驶离港口",
        [
            "三艘粮船周六上午驶离维尔德马港。此前，市议会解除了持续九天的封锁，引水员已经恢复工作。",
            "港务长表示，最后的路障将在本周末之前清除。农民曾警告说，他们的粮仓已满，小麦价格上涨了一成。",
            "市议会将于周一再次开会，讨论引水员的工资问题，这正是争端的起因。",
        ],
        "相关阅读：港口的历史",
    ),
    "ja": (
        "穀物船が港を出る",
        [
            "穀物を積んだ船三隻が土曜日の朝、ベルドマル港を出港した。市議会が九日間続いた封鎖を解いたためだ。",
            "港長によると、水先人は仕事に戻り、最後の障害物は週末までに取り除かれる見通しだという。",
            "市議会は月曜日に再び会合を開き、争いの原因となった水先人の賃金について話し合う。",
        ],
        "関連記事：港の歴史",
    ),
    "ko": (
        "곡물선이 항구를 떠나다",
        [
            "곡물을 실은 배 세 척이 토요일 아침 벨드마르 항을 떠났다. 시의회가 아흐레 동안 이어진 봉쇄를 풀었기 때문이다.",
            "항만장은 도선사들이 일터로 돌아왔으며 마지막 장애물은 주말 전에 치워질 것이라고 말했다.",
            "시의회는 월요일에 다시 모여 다툼의 원인이 된 도선사의 임금을 논의한다.",
        ],
        "관련기사: 항구의 역사",
    ),
    "th": (
        "เรือธัญพืชออกจากท่า",
        [
            "เรือบรรทุกธัญพืชสามลำออกจากท่าเรือเวลด์มาร์เมื่อเช้าวันเสาร์ หลังจากสภาเมืองยกเลิกการปิดท่าที่กินเวลาเก้าวัน",
            "นายท่ากล่าวว่าคนนำร่องกลับมาทำงานแล้ว และสิ่งกีดขวางสุดท้ายจะหมดไปก่อนสิ้นสัปดาห์ ชาวนาเตือนว่ายุ้งฉางของตนเต็มแล้ว",
            "สภาเมืองจะประชุมอีกครั้งในวันจันทร์เพื่อหารือเรื่องค่าจ้างของคนนำร่อง ซึ่งเป็นต้นเหตุของข้อพิพาท",
        ],
        "อ่านเพิ่มเติม: ประวัติของท่าเรือ",
    ),
    "ar": (
        "سفن الحبوب تغادر الميناء",
        [
            "غادرت ثلاث سفن محملة بالحبوب ميناء فيلدمار صباح السبت، بعد أن رفع المجلس الحصار الذي استمر تسعة أيام.",
            "وقال رئيس الميناء إن المرشدين عادوا إلى العمل، وإن آخر الحواجز ستزال قبل نهاية الأسبوع.",
            "ويجتمع المجلس مرة أخرى يوم الاثنين لبحث أجور المرشدين التي كانت سبب النزاع.",
        ],
        "اقرأ أيضا: تاريخ الميناء",
    ),
    "he": (
        "אוניות התבואה יוצאות מהנמל",
        [
            "שלוש אוניות עמוסות תבואה יצאו מנמל ולדמר בשבת בבוקר, לאחר שהמועצה הסירה את המצור שנמשך תשעה ימים.",
            "מנהל הנמל אמר כי הנתבים חזרו לעבודה, וכי המחסומים האחרונים יוסרו לפני סוף השבוע.",
            "המועצה תתכנס שוב ביום שני כדי לדון בשכר הנתבים, שהיה הסיבה לסכסוך מלכתחילה.",
        ],
        "",
    ),
    "hi": (
        "अनाज के जहाज बंदरगाह से निकले",
        [
            "अनाज से लदे तीन जहाज शनिवार सुबह वेल्डमार बंदरगाह से निकल गए, क्योंकि परिषद ने नौ दिन की नाकाबंदी हटा ली थी।",
            "बंदरगाह प्रमुख ने कहा कि पायलट काम पर लौट आए हैं और आखिरी अवरोध सप्ताह के अंत से पहले हटा दिए जाएंगे।",
            "परिषद सोमवार को फिर बैठेगी और पायलटों के वेतन पर बात करेगी, जो विवाद की जड़ था।",
        ],
        "",
    ),
}
MENU = "<nav><ul><li><a href='/a'>A</a></li><li><a href='/b'>B</a></li></ul></nav>"


def check(language: str, before: str, tag: str, expected: list[str]) -> None:
    headline, paragraphs, related = PAGES[language]
    direction = "rtl" if language in {"ar", "he"} else "ltr"
    text = "".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)
    link = f"<p><a href='/history'>{related}</a></p>" if related else ""
    body = f"{before}<div class='detail' dir='{direction}'><h1>{headline}</h1><div class='txt'>{text}{link}</div></div>"
    (article,) = extract([page(body, f"<title>{headline}</title>")])
    assert isinstance(article, Article), article
    assert expected == [b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH]
    assert article.headline == headline


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_body_is_its_paragraphs_in_every_script(language: str, tag: str) -> None:
    """Length counts by what letters say; sentence ends and offers are known in each script."""
    check(language, MENU, tag, PAGES[language][1])
