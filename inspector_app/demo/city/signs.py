"""What stands on the signs of shops: invented names by trade."""

from inspector_app.demo.city.chance import Chance

# Trade, how often, the end of its names, and its hours.
TRADES = (
    ("中餐厅", 16, ("烩面馆", "家常菜馆", "豫菜馆", "饺子馆", "土菜馆", "火锅店", "烤肉店"), "10:00-22:00"),
    ("快餐厅", 9, ("胡辣汤", "米线", "黄焖鸡", "麻辣烫", "盖浇饭", "卤肉卷"), "06:30-21:30"),
    ("便利店", 12, ("便利店", "超市", "烟酒店", "百货"), "07:00-23:00"),
    ("水果店", 7, ("鲜果店", "果园", "水果超市"), "08:00-22:00"),
    ("蔬菜店", 5, ("生鲜店", "菜店", "粮油店"), "06:30-20:30"),
    ("药店", 6, ("大药房", "药店"), "08:00-21:30"),
    ("理发店", 7, ("理发店", "造型", "美发"), "09:30-21:30"),
    ("服装店", 7, ("服饰", "女装", "鞋店", "童装"), "09:30-21:30"),
    ("饮品店", 6, ("奶茶", "咖啡", "茶饮"), "09:30-22:30"),
    ("五金店", 6, ("五金店", "建材", "灯具", "锁具维修"), "08:00-19:00"),
    ("汽车维修", 4, ("汽修", "轮胎店", "洗车行"), "08:00-19:00"),
    ("文具店", 4, ("文具店", "图文打印", "书店"), "08:30-20:30"),
    ("诊所", 3, ("口腔诊所", "中医诊所"), "08:30-18:30"),
    ("宾馆", 3, ("宾馆", "快捷酒店"), "00:00-24:00"),
    ("培训机构", 3, ("艺术培训", "托管中心"), "09:00-20:30"),
    ("银行", 2, ("银行营业厅",), "09:00-17:00"),
)
_FIRST = "豫绿金商中原嵩颍洛汴福禧顺鸿瑞祥和味鲜香悦尚优佳新盛同百千万一品老小大好乐康惠民家旺发丰源聚汇雅清"
_SECOND = "香味源家缘园坊记轩阁居屋堂铺市里街巷桥湖泉林木禾田谷米麦叶果花茗饮康宁和泰达通利益丰盛隆兴旺"


def shop(chance: Chance) -> tuple[str, str, str]:
    """Trade, name and hours of a shop."""
    left = chance.below(sum(often for _, often, _, _ in TRADES))
    for trade, often, ends, hours in TRADES:
        left -= often
        if left < 0:
            first, second = chance.of(_FIRST), chance.of(_SECOND)
            return trade, f"{first}{second if second != first else '记'}{chance.of(ends)}", hours
    raise AssertionError("the trades add up")
