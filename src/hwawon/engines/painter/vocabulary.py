"""The words that the painter knows, in English, Korean and Japanese: data only.

One line per idea: name, then English, Korean and Japanese words parted by commas. English words also match with a
plural s or es. `docs/painter.md` shows this table, and a test holds the two together.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    EMOTION = "emotion"
    SEASON = "season"
    WEATHER = "weather"
    TIME = "time"
    FLOWER = "flower"
    TREE = "tree"
    COLOUR = "colour"
    ANIMAL = "animal"
    FEATURE = "feature"
    STYLE = "style"
    SHAPE = "shape"  # things that are painted inside a mask
    MATERIAL = "material"  # what a mask may be covered with
    ACTION = "action"  # what may be done to what is there


TABLES: dict[Kind, str] = {
    Kind.EMOTION: """
happy | happy, happiness, joy, joyful, cheerful, smile, smiling, delight | 행복, 기쁨, 기쁜, 즐거, 웃음 | 幸せ, 幸福, 嬉し, 楽し, 喜び, 笑顔
surprised | surprised, surprise, surprising, amazed, astonished, wonder | 놀람, 놀란, 놀라, 깜짝 | 驚き, 驚い, 驚く, びっくり
calm | calm, peaceful, serene, serenity, tranquil, quiet, relaxed, still | 평온, 고요, 차분, 평화, 잔잔 | 穏やか, 静か, 落ち着, 平穏, 安らぎ
angry | angry, anger, furious, fury, rage | 화남, 화난, 분노, 성난 | 怒り, 怒っ, 怒る, 激怒
fear | fear, afraid, scared, scary, horror, spooky, eerie | 공포, 두려, 무서, 으스스 | 恐怖, 恐れ, 怖, 不気味
confused | confused, confusion, confusing, puzzled, dizzy | 혼란, 당황, 어지러 | 混乱, 困惑, 戸惑, めまい
disgusted | disgusted, disgust, disgusting, gross, sickly | 역겨, 혐오, 불쾌 | 嫌悪, 気持ち悪, 不快
sad | sad, sadness, melancholy, lonely, gloomy, sorrow, tearful | 슬픔, 슬픈, 우울, 외로, 쓸쓸 | 悲し, 寂し, 哀し, 憂鬱
""",
    Kind.SEASON: """
spring | spring, springtime | 봄 | 春
summer | summer, summertime | 여름 | 夏
autumn | autumn, fall, autumnal | 가을 | 秋
winter | winter, wintry | 겨울 | 冬
""",
    Kind.WEATHER: """
cloudy | cloudy, cloud, overcast | 흐린, 흐림, 구름 | 曇り, 曇, 雲
rainy | rainy, rain, raining, drizzle, shower | 비, 비오는, 비내리는, 빗속, 장마 | 雨
snowy | snowy, snow, snowing, snowfall, blizzard | 눈, 눈오는, 눈내리는, 함박눈, 설경 | 雪
sunny | sunny, sunshine, sunlight, sunlit, clear sky | 맑은, 맑음, 화창, 햇살, 햇빛 | 晴れ, 晴天, 快晴, 日差し, 陽射し
""",
    Kind.TIME: """
day | day, daytime, daylight, noon, midday, afternoon | 낮, 한낮, 대낮, 오후 | 昼, 真昼, 日中, 午後
sunset | sunset, dusk, evening, twilight, golden hour | 노을, 석양, 해질녘, 저녁, 황혼, 일몰 | 夕焼け, 夕日, 夕方, 夕暮れ, 黄昏, 日没
the-early-dawn | the-early-dawn, early dawn, dawn, sunrise, daybreak, early morning, morning | 새벽, 여명, 아침, 일출 | 夜明け, 明け方, 早朝, 暁, 朝
the-middle-of-the-night | the-middle-of-the-night, middle of the night, night, midnight, moonlight, moonlit, starry \
| 밤, 한밤, 한밤중, 자정, 달빛, 야경 | 夜, 真夜中, 深夜, 夜中, 月夜, 月光
""",
    Kind.FLOWER: """
tulip | tulip | 튤립 | チューリップ
rose | rose | 장미 | 薔薇, バラ, ばら
sunflower | sunflower | 해바라기 | 向日葵, ひまわり, ヒマワリ
daisy | daisy, daisies, marguerite | 데이지, 마거리트 | 雛菊, デイジー, ヒナギク
lavender | lavender | 라벤더 | ラベンダー
lotus | lotus, lotuses, water lily, water lilies | 연꽃, 수련 | 蓮, 睡蓮, ハス
camellia | camellia | 동백 | 椿, ツバキ
hydrangea | hydrangea | 수국 | 紫陽花, アジサイ, あじさい
poppy | poppy, poppies | 양귀비 | ポピー, ケシ, 芥子
lily | lily, lilies | 백합 | 百合, ユリ
cosmos | cosmos, cosmoses | 코스모스 | 秋桜, コスモス
peony | peony, peonies | 모란, 작약 | 牡丹, 芍薬
iris | iris, irises | 붓꽃, 아이리스 | 菖蒲, アヤメ, アイリス
chrysanthemum | chrysanthemum, mum | 국화 | 菊
daffodil | daffodil, narcissus | 수선화 | 水仙
bluebell | bluebell, bellflower | 초롱꽃, 도라지꽃, 블루벨 | 桔梗, ブルーベル
azalea | azalea, rhododendron | 진달래, 철쭉 | 躑躅, ツツジ
dandelion | dandelion | 민들레 | 蒲公英, タンポポ, たんぽぽ
hibiscus | hibiscus, rose of sharon, mugunghwa | 무궁화, 히비스커스 | 木槿, ハイビスカス, ムクゲ
snowdrop | snowdrop | 설강화, 스노드롭 | スノードロップ, 待雪草
""",
    Kind.TREE: """
cherry | cherry blossom, cherry tree, cherry, sakura | 벚꽃, 벚나무 | 桜, サクラ, さくら
plum | plum blossom, plum tree | 매화 | 梅
maple | maple, maple leaf, maple leaves | 단풍, 단풍나무 | 紅葉, 楓, もみじ, モミジ
ginkgo | ginkgo, gingko | 은행나무, 은행잎 | 銀杏, イチョウ
birch | birch, birches | 자작나무 | 白樺, シラカバ
conifer | conifer, pine, fir, spruce, pine tree | 소나무, 전나무, 침엽수 | 松, 杉, 針葉樹
willow | willow, weeping willow | 버드나무, 수양버들 | 柳
round | oak, tree, linden | 나무, 참나무 | 木, 樹
cypress | cypress, cypresses, poplar | 사이프러스, 포플러, 측백나무 | 糸杉, ポプラ
bamboo | bamboo | 대나무, 대숲 | 竹
bare | bare tree, dead tree, leafless | 마른나무, 고목 | 枯れ木
""",
    Kind.COLOUR: """
red #d2303a | red, crimson, scarlet | 빨간, 빨강, 붉은, 붉게 | 赤, 紅
pink #f08fb4 | pink | 분홍, 핑크 | 桃色, ピンク
orange #f08a34 | orange | 주황, 오렌지 | 橙, オレンジ
yellow #f6d04a | yellow | 노란, 노랑, 노오란 | 黄色, 黄
gold #e0b040 | gold, golden | 금빛, 황금 | 金色, 黄金
green #5f9c4c | green, emerald | 초록, 녹색 | 緑
teal #38a3a5 | teal, turquoise, cyan | 청록, 옥색 | 青緑, 水色
blue #4a76d4 | blue, azure, navy | 파란, 파랑, 푸른, 하늘색 | 青, 藍
purple #8a5cc4 | purple, violet, lilac | 보라, 자주 | 紫
white #f8f5ee | white, ivory | 하얀, 흰, 흰색, 백색, 하양 | 白
black #2c2a33 | black | 검은, 검정 | 黒
brown #8a5f3c | brown | 갈색 | 茶色
silver #c3cad4 | silver, grey, gray | 은빛, 은색, 회색 | 銀色, 灰色
""",
    Kind.ANIMAL: """
cat | cat, kitten, kitty | 고양이 | 猫, ネコ, ねこ
dog | dog, puppy, puppies | 강아지, 개 | 犬, 子犬, イヌ
rabbit | rabbit, bunny, bunnies, hare | 토끼 | 兎, ウサギ, うさぎ
deer | deer, fawn, stag | 사슴 | 鹿, シカ
fox | fox, foxes | 여우 | 狐, キツネ
bird | bird, sparrow, swallow | 새, 참새, 제비, 새들 | 鳥, 小鳥, 雀, 燕
butterfly | butterfly, butterflies | 나비 | 蝶, チョウ
swan | swan | 백조 | 白鳥
duck | duck, ducks, duckling | 오리 | 鴨, アヒル
koi | koi, carp, goldfish, fish | 잉어, 금붕어, 물고기 | 鯉, 金魚, 魚
firefly | firefly, fireflies | 반딧불, 반딧불이 | 蛍, ホタル
""",
    Kind.FEATURE: """
path | path, road, trail, walkway | 길, 오솔길, 산책로 | 道, 小道
arch | arch, arches, archway, pergola, trellis | 아치, 덩굴문 | アーチ
bench | bench, benches | 벤치, 의자 | ベンチ
lantern | lantern, lamp, street lamp | 등불, 가로등, 청사초롱, 랜턴 | 灯籠, 提灯, 街灯, ランタン
fence | fence | 울타리 | 柵, フェンス
cottage | cottage, house, cabin, hut | 집, 오두막, 농가 | 家, 小屋
pavilion | pavilion, gazebo, temple, shrine | 정자, 한옥, 누각 | 東屋, 楼閣, 神社, 寺
bridge | bridge | 다리 | 橋
pond | pond, lake, water, pool | 연못, 호수, 물가 | 池, 湖
stream | stream, river, brook, creek | 강, 시내, 개울, 냇물 | 川, 小川
sea | sea, ocean, beach, coast | 바다, 해변 | 海, 浜辺
waterfall | waterfall | 폭포 | 滝
mountain | mountain, peak, alps | 산, 산맥 | 山
hill | hill, meadow | 언덕, 초원, 들판 | 丘, 草原, 野原
forest | forest, woods, grove | 숲 | 森, 林
rock | rock, stone, boulder | 바위, 돌 | 岩, 石
moon | moon, full moon, crescent | 달, 보름달, 초승달 | 月, 満月, 三日月
star | star, milky way | 별, 별빛, 은하수 | 星, 天の川, 銀河
rainbow | rainbow | 무지개 | 虹
fireworks | firework | 불꽃놀이, 폭죽 | 花火
fog | fog, mist, foggy, misty, haze | 안개 | 霧, 霞
petals | petal, falling petals | 꽃잎 | 花びら, 花吹雪
mushroom | mushroom, toadstool | 버섯 | きのこ, キノコ, 茸
storm | storm, stormy, thunder, lightning | 폭풍, 번개, 천둥 | 嵐, 雷, 稲妻
balloon | balloon | 풍선, 열기구 | 風船, 気球
boat | boat | 배, 나룻배, 조각배 | 舟, 小舟, ボート
""",
    Kind.STYLE: """
watercolour | watercolour, watercolor, aquarelle | 수채화 | 水彩, 水彩画
gouache | gouache, picture book, illustration, storybook | 과슈, 동화, 그림책 | ガッシュ, 絵本, イラスト
ink | ink wash, ink, sumi-e | 수묵화, 먹 | 水墨画, 墨絵
impasto | impasto, oil painting, oil paint, van gogh, impressionist | 유화, 인상파 | 油絵, 油彩, 印象派
stained | stained glass, mosaic | 스테인드글라스 | ステンドグラス
""",
    Kind.SHAPE: """
flower | flower, blossom, bloom | 꽃, 꽃송이 | 花
leaf | leaf, leaves, foliage | 잎, 나뭇잎, 잎사귀 | 葉, 葉っぱ
heart | heart | 하트 | ハート
sun | sun | 해, 태양, 햇님 | 太陽, お日様
button | button | 단추 | ボタン
ball | ball, circle, dot, disc | 공, 동그라미, 원 | 玉, 丸, 円
""",
    Kind.MATERIAL: """
grass | grass, lawn, turf | 잔디, 풀, 풀밭 | 草, 芝生, 芝
sky | sky, skies | 하늘 | 空
wall | wall, plaster, concrete | 벽, 담벼락 | 壁
sand | sand, desert | 모래 | 砂
wood | wood, wooden, plank | 목재, 나무판 | 木材, 板
cloth | cloth, fabric, linen | 천, 옷감 | 布
""",
    Kind.ACTION: """
remove | remove, erase, delete, clean, nothing, empty, background | 지우기, 지워, 제거, 없애, 삭제, 배경 | 消して, 消す, 削除, 除去, 取り除, 背景
smooth | smooth, smooth skin, skin, remove spots, remove spot, blemish, spotless | 매끈, 매끄, 잡티, 피부 | 滑らか, すべすべ, シミ, 肌
blur | blur, blurry, blurred, defocus, bokeh | 흐리게, 블러 | ぼかし, ぼかす, ぼけ
brighten | brighter, brighten, lighten | 밝게 | 明るく
darken | darker, darken | 어둡게 | 暗く
sharpen | sharper, sharpen | 선명하게 | 鮮明
""",
}
