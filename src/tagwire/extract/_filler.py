"""Filler text: the Latin that stands where a text will be, or where a wall hides one."""

from __future__ import annotations

from tagwire.text import words_of

REASON = "is filler text"
_MIN_WORDS = 8
_SHARE = 0.5
# The words of "lorem ipsum" and of the programs that write more of it.
_WORDS = frozenset(
    """
    ab accusamus accusantium ad adipisci adipiscing alias aliquam aliquid amet animi aperiam
    architecto  asperiores aspernatur assumenda at atque aut autem beatae blanditiis commodi
    consectetur consequatur  consequuntur corporis corrupti culpa cum cumque cupiditate debitis
    delectus deleniti deserunt dicta  dignissimos distinctio do dolor dolore dolorem doloremque
    dolores doloribus dolorum ducimus ea eaque  earum eius eiusmod eligendi elit enim eos error
    esse est et eum eveniet ex excepturi exercitationem  expedita explicabo facere facilis fuga
    fugiat fugit harum hic id illo illum impedit in incididunt  incidunt inventore ipsa ipsam
    ipsum irure iste itaque iure iusto labore laboriosam laborum laudantium  libero lorem magna
    magnam magni maiores maxime minima minus modi molestiae molestias mollitia nam  natus
    necessitatibus nemo neque nesciunt nihil nisi nobis non nostrum nulla numquam occaecati odio
    odit  officia officiis omnis optio pariatur perferendis perspiciatis placeat porro possimus
    praesentium  provident quae quaerat quam quas quasi qui quia quibusdam quidem quis quisquam
    quo quod quos ratione  recusandae reiciendis rem repellat repellendus reprehenderit
    repudiandae rerum saepe sapiente sed sequi  similique sint sit soluta sunt suscipit tempor
    tempora tempore temporibus tenetur totam ullam unde ut  vel velit veniam veritatis vero vitae
    voluptas voluptate voluptatem voluptates voluptatibus voluptatum
    """.split()  # noqa: SIM905 - a list of words is easier to read and to sort as text
)


def is_filler(text: str) -> bool:
    """Tell whether most words of a text are those of filler."""
    words = words_of(text.lower())
    hits = sum(word in _WORDS for word in words)
    return len(words) >= _MIN_WORDS and hits > _SHARE * len(words)
