<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>AboutCard</name>
    <message>
        <source>This program</source>
        <translation>本程序</translation>
    </message>
    <message>
        <source>721 patrol, version {version}</source>
        <translation>721巡查 {version} 版</translation>
    </message>
    <message>
        <source>Licence Apache-2.0. No warranty.</source>
        <translation>许可证 Apache-2.0，不作担保。</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>所用组件</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Address of the centre</source>
        <translation>中心地址</translation>
    </message>
    <message>
        <source>The address must begin with https:// so that nobody can read along.</source>
        <translation>地址必须以 https:// 开头，防止被窃听。</translation>
    </message>
    <message>
        <source>This is not an address.</source>
        <translation>这不是有效地址。</translation>
    </message>
</context>
<context>
    <name>AgainCard</name>
    <message>
        <source>Found again for the same kind, where the party has a name or a plate:</source>
        <translation>当事人有姓名、店名或车牌的，再次因同类问题被发现：</translation>
    </message>
    <message>
        <source>Spared: {count}</source>
        <translation>从轻（免罚、降档）{count} 件</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天内</translation>
    </message>
    <message>
        <source>365 days</source>
        <translation>365 天内</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Note (optional)</source>
        <translation>备注（可选）</translation>
    </message>
    <message>
        <source>Record a finding</source>
        <translation>转为新记录</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Choose a task to answer it.</source>
        <translation>选择一项任务进行回复。</translation>
    </message>
    <message>
        <source>Given {at}</source>
        <translation>{at} 下达</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回复</translation>
    </message>
    <message>
        <source>Note to it: {note}</source>
        <translation>回复备注：{note}</translation>
    </message>
    <message>
        <source>Details of the task</source>
        <translation>任务详情</translation>
    </message>
    <message>
        <source>Show the first finding</source>
        <translation>查看原记录</translation>
    </message>
    <message>
        <source>Planned {at}</source>
        <translation>{at} 安排</translation>
    </message>
</context>
<context>
    <name>ApprovalRow</name>
    <message>
        <source>Leader&apos;s number</source>
        <translation>中队长编号</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Leader&apos;s code</source>
        <translation>中队长口令</translation>
    </message>
    <message>
        <source>Approved by {leader}</source>
        <translation>{leader} 已批准</translation>
    </message>
    <message>
        <source>This laptop knows no squad leader yet: keep the tier, or sync first.</source>
        <translation>本机还没有中队长信息：请保留策略判定，或先同步。</translation>
    </message>
    <message>
        <source>Too many wrong codes: wait {seconds} s.</source>
        <translation>口令错误次数过多，请等待 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Squad leader</source>
        <translation>中队长</translation>
    </message>
</context>
<context>
    <name>ArticleRow</name>
    <message>
        <source>{name} (version of {version})</source>
        <translation>{name}（{version}年版）</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>Discard draft</source>
        <translation>作废草稿</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save, next</source>
        <translation>保存并下一条</translation>
    </message>
    <message>
        <source>Bring draft back</source>
        <translation>恢复草稿</translation>
    </message>
    <message>
        <source>Other drafts: {count}</source>
        <translation>其他草稿 {count}</translation>
    </message>
    <message>
        <source>Saving as soon as the database is open…</source>
        <translation>数据库打开后立即保存…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Opening the database… you can already write.</source>
        <translation>正在打开数据库，可先填写</translation>
    </message>
    <message>
        <source>Draft kept {minutes:02}:{seconds:02}</source>
        <translation>草稿已存 · {minutes:02}:{seconds:02}</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Add photos</source>
        <translation>补充照片</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>补充说明</translation>
    </message>
    <message>
        <source>Change tier</source>
        <translation>改判</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take a measure</source>
        <translation>登记措施</translation>
    </message>
</context>
<context>
    <name>Call</name>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
</context>
<context>
    <name>CentreCard</name>
    <message>
        <source>Name of this laptop, for the centre</source>
        <translation>本机名称（供中心识别）</translation>
    </message>
    <message>
        <source>Enrolment code from the centre</source>
        <translation>中心发放的注册码</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>注册</translation>
    </message>
    <message>
        <source>Enrol again…</source>
        <translation>重新注册…</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>This laptop {device}</source>
        <translation>本机 {device}</translation>
    </message>
    <message>
        <source>Enrolling…</source>
        <translation>正在注册…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Enrolled at {centre}</source>
        <translation>已注册到 {centre}</translation>
    </message>
    <message>
        <source>Not enrolled yet</source>
        <translation>尚未注册</translation>
    </message>
    <message>
        <source>{typed} of {all} signs</source>
        <translation>已输入 {typed} / {all} 位</translation>
    </message>
    <message>
        <source>Centre {centre}</source>
        <translation>中心 {centre}</translation>
    </message>
</context>
<context>
    <name>ChangesCard</name>
    <message>
        <source>No decision was changed.</source>
        <translation>没有改判。</translation>
    </message>
    <message>
        <source>Decided differently: {count} ({share})</source>
        <translation>改判 {count} 件（{share}）</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share}%</translation>
    </message>
</context>
<context>
    <name>ChipInput</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不清楚</translation>
    </message>
</context>
<context>
    <name>ClockCalls</name>
    <message>
        <source>Look again</source>
        <translation>再次查看</translation>
    </message>
</context>
<context>
    <name>ClockList</name>
    <message>
        <source>Clocks that run: {count}</source>
        <translation>计时中：{count}</translation>
    </message>
</context>
<context>
    <name>ClockWords</name>
    <message>
        <source>Reminder</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>责改</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>复查</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已到时</translation>
    </message>
    <message>
        <source>{span} late</source>
        <translation>超时 {span}</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分</translation>
    </message>
    <message>
        <source>to be sent</source>
        <translation>待上传</translation>
    </message>
    <message>
        <source>The reminder is over.</source>
        <translation>提醒时间已到。</translation>
    </message>
    <message>
        <source>The reminder is over: {place}</source>
        <translation>提醒时间已到：{place}</translation>
    </message>
    <message>
        <source>The time for the hand-over is over: {place}</source>
        <translation>移交时限已过：{place}</translation>
    </message>
    <message>
        <source>without a holiday calendar</source>
        <translation>未含节假日</translation>
    </message>
    <message>
        <source>To be handed over before {at}: {place}</source>
        <translation>移交须在 {at} 前完成：{place}</translation>
    </message>
</context>
<context>
    <name>ContentCard</name>
    <message>
        <source>In this parcel</source>
        <translation>数据包内容</translation>
    </message>
    <message>
        <source>Nothing is chosen yet. What a laptop saved to a stick stands here before it is sent.</source>
        <translation>还没有选择。选好后，这里先显示 U 盘里数据包的内容，再上交。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation>电脑</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>For the centre</source>
        <translation>接收中心</translation>
    </message>
    <message>
        <source>{device} (this one)</source>
        <translation>{device}（本机）</translation>
    </message>
    <message>
        <source>Up to the end of the shift of {when}</source>
        <translation>到 {when} 开班的那一班结束为止</translation>
    </message>
    <message>
        <source>Everything up to then that the centre had not confirmed</source>
        <translation>截至当时中心尚未确认的全部内容</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 条流水</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of others</source>
        <translation>
            <numerusform>他人记录 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>added %n photo(s)</source>
        <translation>
            <numerusform>补充照片 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) recovered, {copied} from the second copy.</source>
        <translation>
            <numerusform>已找回 %n 条记录，其中 {copied} 条来自备用副本。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) recovered.</source>
        <translation>
            <numerusform>找回草稿 %n 份。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) lost. Look through the list of the shift and record again what is missing there.</source>
        <translation>
            <numerusform>有 %n 条记录未能找回。请核对本班清单，把缺的重新记录。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) found again.</source>
        <translation>
            <numerusform>找回 %n 张照片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %n photo(s) are gone.</source>
        <translation>
            <numerusform>有 %n 张照片的文件已丢失。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo file(s) that no record names stay in the data folder.</source>
        <translation>
            <numerusform>有 %n 个照片文件没有对应记录，仍保留在数据文件夹中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) recovered.</source>
        <translation>
            <numerusform>找回回执 %n 份。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) could not be verified and were left out; the centre signs anew with the next sync.</source>
        <translation>
            <numerusform>%n 份回执无法核验，已舍弃；下次同步时由中心重新签发。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataCard</name>
    <message>
        <source>Data on this laptop</source>
        <translation>本机数据</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>{size}, records and photos encrypted</source>
        <translation>{size}，记录和照片均已加密</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>No backup yet; one is made when a shift is closed, or once a day.</source>
        <translation>还没有备份；收班时或每天自动备份一次。</translation>
    </message>
    <message>
        <source>Last backup: {when}</source>
        <translation>上次备份：{when}</translation>
    </message>
    <message>
        <source>Checked {when}: everything can be read</source>
        <translation>{when} 已检查数据库，完好</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>What happened to the data</source>
        <translation>数据恢复情况</translation>
    </message>
    <message>
        <source>{size} free on the disk</source>
        <translation>磁盘可用空间 {size}</translation>
    </message>
</context>
<context>
    <name>DecisionPanel</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>待补充</translation>
    </message>
    <message>
        <source>Reasons and measures</source>
        <translation>理由与措施</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>{authority} ({time})</source>
        <translation>{authority}（{time}）</translation>
    </message>
    <message>
        <source>as of {moment}, {hours} h old</source>
        <translation>截至 {moment}（{hours} 小时前）</translation>
    </message>
    <message>
        <source>as of {moment}, {minutes} min old</source>
        <translation>截至 {moment}（{minutes} 分钟前）</translation>
    </message>
    <message>
        <source>{age}: too old, so it is unknown and never held against anybody.</source>
        <translation>{age}，已过时：按未知处理，不作不利认定。</translation>
    </message>
    <message>
        <source>Refer to</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注意</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Choose a finding to see its details.</source>
        <translation>选择一条记录查看详情。</translation>
    </message>
    <message>
        <source>Withdrawn. The record itself is kept.</source>
        <translation>已撤回，原始记录仍保留。</translation>
    </message>
    <message>
        <source>Enforcement evidence with imported photos only.</source>
        <translation>执法证据仅有导入照片。</translation>
    </message>
    <message>
        <source>Officer {by} decided {tier}: {reason}</source>
        <translation>{by} 改判为{tier}：{reason}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>处置过程</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>罚款</translation>
    </message>
    <message>
        <source>Please note</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Party</source>
        <translation>当事人</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>不在场</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>定位接收机</translation>
    </message>
    <message>
        <source>Set by hand</source>
        <translation>手工填写</translation>
    </message>
    <message>
        <source>From a photo</source>
        <translation>取自照片</translation>
    </message>
    <message>
        <source>Details of the finding</source>
        <translation>记录详情</translation>
    </message>
    <message>
        <source>Measures taken</source>
        <translation>已采取措施</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>建议措施</translation>
    </message>
    <message>
        <source>Approved by {leader}</source>
        <translation>{leader} 已批准</translation>
    </message>
    <message>
        <source>Satellites: {count}</source>
        <translation>卫星 {count}</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Code</source>
        <translation>扫码</translation>
    </message>
    <message>
        <source>Same finding as</source>
        <translation>同一事项</translation>
    </message>
</context>
<context>
    <name>EventForm</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Name or number of the event</source>
        <translation>事件名称或代码</translation>
    </message>
    <message>
        <source>No event has this name or number.</source>
        <translation>没有这样的事件类型。</translation>
    </message>
    <message>
        <source>Choose what kind of event it is.</source>
        <translation>请选择事件类型。</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>If … then</source>
        <translation>如果…则</translation>
    </message>
    <message>
        <source>Why not softer</source>
        <translation>为什么不从轻</translation>
    </message>
    <message>
        <source>Why not harder</source>
        <translation>为什么不从重</translation>
    </message>
    <message>
        <source>No single answer would change it.</source>
        <translation>任何单项变化都不会改变结论。</translation>
    </message>
</context>
<context>
    <name>FactForm</name>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>Site and permit</source>
        <translation>现场与许可</translation>
    </message>
    <message>
        <source>What is known already</source>
        <translation>既往情况</translation>
    </message>
    <message>
        <source>The party</source>
        <translation>当事人情况</translation>
    </message>
    <message>
        <source>Time and circumstances</source>
        <translation>时间与其他情形</translation>
    </message>
</context>
<context>
    <name>FactsText</name>
    <message>
        <source>Unknown</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>FiguresBook</name>
    <message>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>按日</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Changed decisions</source>
        <translation>改判</translation>
    </message>
    <message>
        <source>Found again</source>
        <translation>再次发现</translation>
    </message>
    <message>
        <source>Relief points</source>
        <translation>疏导点余位</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>规则建议</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>执法人员决定</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Most given reason</source>
        <translation>最常见理由</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>档位</translation>
    </message>
    <message>
        <source>Known parties</source>
        <translation>当事人已知</translation>
    </message>
    <message>
        <source>Within 30 days</source>
        <translation>30 天内</translation>
    </message>
    <message>
        <source>Within 365 days</source>
        <translation>365 天内</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>余位</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>总位数</translation>
    </message>
    <message>
        <source>All streets</source>
        <translation>全部道路</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Other places</source>
        <translation>其他地点</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>道路</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待传</translation>
    </message>
</context>
<context>
    <name>FindingPhotos</name>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation>剪贴板里没有图片。</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>补充照片</translation>
    </message>
    <message>
        <source>Photos ({suffixes})</source>
        <translation>照片 ({suffixes})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>FindingWords</name>
    <message>
        <source>At the centre</source>
        <translation>已达中心</translation>
    </message>
    <message>
        <source>Photos {arrived}/{all}</source>
        <translation>照片 {arrived}/{all}</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>No address</source>
        <translation>无地址</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Suggested: {measures}</source>
        <translation>建议：{measures}</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>New tier</source>
        <translation>新分级</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Withdraw this finding</source>
        <translation>撤回这条记录</translation>
    </message>
    <message>
        <source>Why? The record itself is kept.</source>
        <translation>撤回理由（原始记录仍保留）</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>确认撤回</translation>
    </message>
    <message>
        <source>Change the tier</source>
        <translation>改判</translation>
    </message>
    <message>
        <source>Why? The suggestion is kept beside it.</source>
        <translation>改判理由（原判一并保留）</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>确认改判</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>补充说明</translation>
    </message>
    <message>
        <source>What is to be added?</source>
        <translation>补充内容</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>补充</translation>
    </message>
    <message>
        <source>Take a measure</source>
        <translation>登记措施</translation>
    </message>
    <message>
        <source>A word on it, if needed</source>
        <translation>如有需要，补充一句</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>GroupHead</name>
    <message>
        <source>{name} · looked up</source>
        <translation>{name} · 资料填入</translation>
    </message>
</context>
<context>
    <name>HintWiring</name>
    <message>
        <source>Scanned: {name}</source>
        <translation>已扫码：{name}</translation>
    </message>
    <message>
        <source>There is no reference pack to look this code up in</source>
        <translation>没有资料包，无法查询此码</translation>
    </message>
    <message>
        <source>Nobody knows this code</source>
        <translation>资料包中没有此码</translation>
    </message>
    <message>
        <source>Scanned: {name}. It stands {far} km from the place of this finding: check both.</source>
        <translation>已扫码：{name}。该设施距本条位置 {far} km，请核对。</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Link</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Keep in the note</source>
        <translation>记入备注</translation>
    </message>
    <message>
        <source>Forget this code</source>
        <translation>不用此码</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Linked as the same finding</source>
        <translation>已关联为同一事项</translation>
    </message>
    <message>
        <source>May be recorded already</source>
        <translation>可能已有记录</translation>
    </message>
    <message>
        <source>Take the link back</source>
        <translation>取消关联</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>recorded it; {tier} stands</source>
        <translation>记录，判定{tier}</translation>
    </message>
    <message>
        <source>added: {note}</source>
        <translation>补充说明：{note}</translation>
    </message>
    <message>
        <source>withdrew it: {reason}</source>
        <translation>撤回：{reason}</translation>
    </message>
    <message>
        <source>changed {was} to {tier}: {reason}</source>
        <translation>{was}改判为{tier}：{reason}</translation>
    </message>
    <message>
        <source>took the measure: {measure}</source>
        <translation>采取措施：{measure}</translation>
    </message>
    <message>
        <source>a visit is due: {day} {time}</source>
        <translation>安排复查，期限 {day} {time}</translation>
    </message>
    <message>
        <source>{deed} (approved by {leader})</source>
        <translation>{deed}（{leader} 已批准）</translation>
    </message>
</context>
<context>
    <name>HoldWords</name>
    <message>
        <source>Slot asked for, the centre has not answered yet</source>
        <translation>已申请留位，中心尚未答复</translation>
    </message>
    <message>
        <source>The centre holds the slot</source>
        <translation>中心已留位</translation>
    </message>
    <message>
        <source>no slot was left</source>
        <translation>摊位已满</translation>
    </message>
    <message>
        <source>it was closed at that time</source>
        <translation>当时未营业</translation>
    </message>
    <message>
        <source>its hours were over when the request reached the centre</source>
        <translation>申请到达中心时营业时段已过</translation>
    </message>
    <message>
        <source>the centre does not have this point any more</source>
        <translation>中心已无此疏导点</translation>
    </message>
    <message>
        <source>Slot refused: {reason}</source>
        <translation>未能留位：{reason}</translation>
    </message>
    <message>
        <source>No slot at {point}</source>
        <translation>{point}没有留到位</translation>
    </message>
    <message>
        <source>The centre refused the slot for {address}: {reason}. Nothing else was arranged; please decide what to do.</source>
        <translation>中心未能为“{address}”留位：{reason}。系统未另作安排，请自行处置。</translation>
    </message>
    <message>
        <source>a finding</source>
        <translation>一条记录</translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message>
        <source>As the system says</source>
        <translation>由系统判断</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>The line costs by volume</source>
        <translation>网络按流量计费</translation>
    </message>
    <message>
        <source>Over such a line records go at once, photos wait for the end of the shift; what is urgent never waits.</source>
        <translation>按流量计费时，记录随时上传，照片等收工时再传；紧急事项不受影响。</translation>
    </message>
    <message>
        <source>Sending takes at most</source>
        <translation>上传限速</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>{count} MB/s</source>
        <translation>{count} MB/秒</translation>
    </message>
    <message>
        <source>{count} KB/s</source>
        <translation>{count} KB/秒</translation>
    </message>
</context>
<context>
    <name>LooksCard</name>
    <message>
        <source>Day</source>
        <translation>日间</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>Bright sun</source>
        <translation>强光</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>较大</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>特大</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Changes show at once and are kept on this laptop.</source>
        <translation>更改立即生效，并保存在本机。</translation>
    </message>
</context>
<context>
    <name>LostCard</name>
    <message>
        <source>Make a lost laptop again…</source>
        <translation>恢复丢失的电脑…</translation>
    </message>
    <message>
        <source>Nobody has worked on this laptop yet: it can take the place of a lost one.</source>
        <translation>还没有人在本机上工作过：本机可以接替一台丢失的电脑。</translation>
    </message>
    <message>
        <source>A lost laptop is made again on one that nobody has worked with; here are records.</source>
        <translation>丢失的电脑只能在没人用过的电脑上恢复；本机已有流水。</translation>
    </message>
</context>
<context>
    <name>MadeCard</name>
    <message>
        <source>What came back</source>
        <translation>已恢复的内容</translation>
    </message>
    <message>
        <source>{findings}, {photos}</source>
        <translation>{findings}，{photos}</translation>
    </message>
    <message>
        <source>Nothing is missing</source>
        <translation>没有缺失</translation>
    </message>
    <message>
        <source>Missing: {what}</source>
        <translation>缺少：{what}</translation>
    </message>
    <message>
        <source>Laptop {device}</source>
        <translation>电脑 {device}</translation>
    </message>
    <message>
        <source>{records} in its journal</source>
        <translation>共 {records}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>721 patrol</source>
        <translation>721巡查</translation>
    </message>
</context>
<context>
    <name>MapChips</name>
    <message>
        <source>Show on the map</source>
        <translation>地图上显示</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>近 30 日</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Relief points</source>
        <translation>疏导点</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热力</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>T</source>
        <comment>sign of a task</comment>
        <translation>任</translation>
    </message>
    <message>
        <source>Map. Arrows move it, plus and minus zoom, Enter takes what is at the cross.</source>
        <translation>地图。方向键移动，加号和减号缩放，回车选取十字处。</translation>
    </message>
    <message>
        <source>Measure a distance (F4)</source>
        <translation>测距离（F4）</translation>
    </message>
    <message>
        <source>Measure an area (F5)</source>
        <translation>测面积（F5）</translation>
    </message>
    <message>
        <source>Set a pin (F6)</source>
        <translation>手动标点（F6）</translation>
    </message>
    <message>
        <source>As a list (F7)</source>
        <translation>列表（F7）</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Follow my position (F8)</source>
        <translation>跟随我的位置（F8）</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the base map cannot be read: install it again.</source>
        <translation>
            <numerusform>底图有 %n 处无法读取，请重新安装底图。</numerusform>
        </translation>
    </message>
    <message>
        <source>No base map is installed on this laptop. Findings, tasks and measuring work without it.</source>
        <translation>本机未安装离线底图。问题、任务和测量仍可使用。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Search the map</source>
        <translation>地图搜索</translation>
    </message>
    <message>
        <source>Shop, road, address (Ctrl+F)</source>
        <translation>店铺、道路、地址（Ctrl+F）</translation>
    </message>
    <message>
        <source>Grids are shown from nearer: zoom in.</source>
        <translation>放大后显示网格。</translation>
    </message>
    <message>
        <source>The reference pack knows no grids here.</source>
        <translation>资料包里没有此处的网格。</translation>
    </message>
    <message>
        <source>Not in the reference pack.</source>
        <translation>资料包里没有。</translation>
    </message>
</context>
<context>
    <name>MattersList</name>
    <message>
        <source>Needs you: {count}</source>
        <translation>需要你处理 {count}</translation>
    </message>
    <message>
        <source>Go to settings</source>
        <translation>去设置</translation>
    </message>
    <message>
        <source>Check this laptop</source>
        <translation>核对本机</translation>
    </message>
    <message>
        <source>Tell technical support before the laptop is used on; the records arrived without them.</source>
        <translation>继续使用前请联系技术支持；记录已送达，但缺少这些照片。</translation>
    </message>
    <message>
        <source>This database is an older copy or a clone</source>
        <translation>本机数据库是旧副本或克隆</translation>
    </message>
    <message>
        <source>The app began a new section of records; the centre keeps both. There is nothing to do.</source>
        <translation>程序已另起一段流水，中心两份都保留，无需处理。</translation>
    </message>
    <message>
        <source>They go with the next sync of this laptop, whoever starts it.</source>
        <translation>本机下次同步时一并上传，由谁发起都可以。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) can no longer be read on this laptop</source>
        <translation>
            <numerusform>本机有 %n 张照片已无法读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of officer {who} still to send</source>
        <translation>
            <numerusform>{who} 还有 %n 条流水待传</numerusform>
        </translation>
    </message>
    <message>
        <source>{reason} They are kept; someone at the centre will look at them.</source>
        <translation>{reason}记录已保留，中心会有人核查。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) set apart by the centre</source>
        <translation>
            <numerusform>中心将 %n 条流水单独存放</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeasureCard</name>
    <message>
        <source>Take back the last corner (Backspace)</source>
        <translation>撤销上一个拐点（退格键）</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Use in the record</source>
        <translation>用于当前记录</translation>
    </message>
    <message>
        <source>Use as its area</source>
        <translation>填入实测面积</translation>
    </message>
    <message>
        <source>Set a pin</source>
        <translation>手动标点</translation>
    </message>
    <message>
        <source>Tap where it is; with keys, move the cross and press Enter.</source>
        <translation>点击问题所在位置；用键盘时，移动十字后按回车。</translation>
    </message>
    <message numerus="yes">
        <source>%n corner(s), finished. The next tap begins anew.</source>
        <translation>
            <numerusform>共 %n 个拐点，已完成。再次点击将重新测量。</numerusform>
        </translation>
    </message>
    <message>
        <source>Around it: {length}. Tap the next corner.</source>
        <translation>周长 {length}。继续点击下一个拐点。</translation>
    </message>
    <message>
        <source>Tap the corners; with keys, move the cross and press Enter.</source>
        <translation>依次点击拐点；用键盘时，移动十字后按回车。</translation>
    </message>
    <message>
        <source>Approved {approved} · measured {measured} · {over}</source>
        <translation>批准 {approved} · 实测 {measured} · {over}</translation>
    </message>
    <message>
        <source>The outline crosses itself: take corners back.</source>
        <translation>边线自相交叉，无法算面积：请撤回几个角点。</translation>
    </message>
</context>
<context>
    <name>MeasureChips</name>
    <message>
        <source>Measure</source>
        <translation>措施</translation>
    </message>
    <message>
        <source>{measures}: {why}</source>
        <translation>{measures}：{why}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>MeasureWords</name>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>today</source>
        <translation>当日内</translation>
    </message>
    <message>
        <source>when the order ends</source>
        <translation>期限届满时</translation>
    </message>
    <message>
        <source>{number} minutes</source>
        <translation>{number}分钟</translation>
    </message>
    <message>
        <source>within {number} h</source>
        <translation>{number}小时内</translation>
    </message>
    <message>
        <source>within {number} d</source>
        <translation>{number}日内</translation>
    </message>
    <message>
        <source>within {number} working days</source>
        <translation>{number}个工作日内</translation>
    </message>
    <message>
        <source>Squad</source>
        <translation>中队</translation>
    </message>
    <message>
        <source>{measure}: {to}</source>
        <translation>{measure}：{to}</translation>
    </message>
    <message>
        <source>within {number} working hours</source>
        <translation>{number}个工作小时内</translation>
    </message>
    <message>
        <source>until {moment}</source>
        <translation>限 {moment} 前</translation>
    </message>
    <message>
        <source>{measure} ({note})</source>
        <translation>{measure}（{note}）</translation>
    </message>
</context>
<context>
    <name>MeasuresList</name>
    <message>
        <source>What to do now</source>
        <translation>建议措施</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>已采取</translation>
    </message>
</context>
<context>
    <name>MissingCard</name>
    <message>
        <source>What is missing</source>
        <translation>缺失的内容</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>没有缺失。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more photo(s)</source>
        <translation>
            <numerusform>以及另外 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Nobody has it</source>
        <translation>哪里都没有</translation>
    </message>
</context>
<context>
    <name>MissingList</name>
    <message>
        <source>Missing from the receipt</source>
        <translation>回执中缺少的内容</translation>
    </message>
    <message>
        <source>Still to send</source>
        <translation>待上传</translation>
    </message>
    <message>
        <source>No longer here</source>
        <translation>本机已无</translation>
    </message>
    <message>
        <source>Records {first}–{last}</source>
        <translation>流水 {first}–{last}</translation>
    </message>
    <message>
        <source>Not covered yet</source>
        <translation>回执尚未覆盖</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>OpeningView</name>
    <message>
        <source>Role</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>开始巡查</translation>
    </message>
    <message>
        <source>Who signs this shift</source>
        <translation>本班由谁签署</translation>
    </message>
    <message>
        <source>Every finding carries the officer&apos;s number. It is remembered on this laptop.</source>
        <translation>每条记录都带巡查员编号；本机会记住填写内容。</translation>
    </message>
    <message>
        <source>Officer&apos;s number</source>
        <translation>巡查员编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>执法证号</translation>
    </message>
    <message>
        <source>Second officer, where there is one</source>
        <translation>第二名执法人员（如有）</translation>
    </message>
    <message>
        <source>Second officer&apos;s number</source>
        <translation>第二人编号</translation>
    </message>
    <message>
        <source>Second officer&apos;s name</source>
        <translation>第二人姓名</translation>
    </message>
    <message>
        <source>Second certificate</source>
        <translation>第二人执法证号</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>中队</translation>
    </message>
    <message>
        <source>Planned from</source>
        <translation>计划开始</translation>
    </message>
    <message>
        <source>Planned to</source>
        <translation>计划结束</translation>
    </message>
    <message>
        <source>Two certified officers: orders and penalties are possible.</source>
        <translation>两名持证执法人员在岗，可以责改和处罚。</translation>
    </message>
    <message>
        <source>Fewer than two certified officers: no orders, no penalties on this shift.</source>
        <translation>持证执法人员不足两人，本班不能责改或处罚。</translation>
    </message>
    <message>
        <source>Make a lost laptop again…</source>
        <translation>恢复丢失的电脑…</translation>
    </message>
</context>
<context>
    <name>OverridePanel</name>
    <message>
        <source>Decide differently (with a reason)</source>
        <translation>改判（须填理由）</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Why you decide so</source>
        <translation>为什么这样判</translation>
    </message>
    <message>
        <source>As the policy says</source>
        <translation>按策略判定</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Say why; the reason is kept.</source>
        <translation>请填写理由，理由会留存。</translation>
    </message>
    <message>
        <source>Your tier, with its reason</source>
        <translation>由你定级，须填理由</translation>
    </message>
    <message>
        <source>Decide differently</source>
        <translation>改判</translation>
    </message>
    <message>
        <source>Change your decision</source>
        <translation>修改改判</translation>
    </message>
    <message>
        <source>Choose a tier and say why.</source>
        <translation>请选择分级并填写理由。</translation>
    </message>
</context>
<context>
    <name>ParcelCard</name>
    <message>
        <source>Save to USB…</source>
        <translation>保存到 U 盘…</translation>
    </message>
    <message>
        <source>Take receipt…</source>
        <translation>读取回执…</translation>
    </message>
    <message>
        <source>Without a network</source>
        <translation>没有网络时</translation>
    </message>
    <message>
        <source>Go on working: nothing is deleted here before the centre has signed for it. A USB stick can carry everything too.</source>
        <translation>可以继续工作：中心签收之前，本机不删除任何内容。也可以用 U 盘送交全部内容。</translation>
    </message>
    <message>
        <source>Send a parcel from a stick…</source>
        <translation>代交 U 盘数据包…</translation>
    </message>
    <message>
        <source>What the centre lacks</source>
        <translation>中心缺少的</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Also what has a receipt already. Wanted when the centre lacks earlier records, or asks for it; it takes longer, and nothing is doubled there.</source>
        <translation>连同已有回执的内容。中心缺少早先的流水或提出要求时使用；用时较长，中心不会产生重复。</translation>
    </message>
</context>
<context>
    <name>ParcelController</name>
    <message>
        <source>Choose a parcel</source>
        <translation>选择数据包</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>保存回执</translation>
    </message>
</context>
<context>
    <name>ParcelProblem</name>
    <message>
        <source>What has arrived stays there. Wait a moment, then go on.</source>
        <translation>已送达的部分保留在中心。请稍候再继续。</translation>
    </message>
    <message>
        <source>Check the network of this PC, then go on. What has arrived stays there; the parcel stays whole.</source>
        <translation>请检查这台电脑的网络，再继续。已送达的部分保留在中心，数据包完好。</translation>
    </message>
    <message>
        <source>Check the address of the centre, then go on.</source>
        <translation>请检查中心地址，再继续。</translation>
    </message>
    <message>
        <source>Nothing of it was taken in. Copy it again, or save it again on its laptop.</source>
        <translation>没有收取任何内容。请重新复制，或在原电脑上重新保存。</translation>
    </message>
    <message>
        <source>The parcel stays whole. Try again; if it stays, tell technical support the code shown here.</source>
        <translation>数据包完好。请重试；如仍不行，请把此处的代码告知技术支持。</translation>
    </message>
    <message>
        <source>Sign in to the network and check the address of the centre, then go on.</source>
        <translation>请登录网络并检查中心地址，再继续。</translation>
    </message>
    <message>
        <source>What has arrived stays there. Tell whoever runs the centre, and go on later.</source>
        <translation>已送达的部分保留在中心。请告知中心管理人员，稍后再继续。</translation>
    </message>
    <message>
        <source>Have the app on this PC updated, then send it again.</source>
        <translation>请更新这台电脑上的应用，然后再上交。</translation>
    </message>
    <message>
        <source>Enter the address of the centre that is named here, then go on.</source>
        <translation>请填写数据包所属中心的地址，再继续。</translation>
    </message>
    <message>
        <source>Send the earlier parcels of this laptop first, or save everything on it once more.</source>
        <translation>请先上交这台电脑早先的数据包，或在原电脑上选“全部”重新保存。</translation>
    </message>
    <message>
        <source>Sync that laptop over a network; its records stay safe on it.</source>
        <translation>请让原电脑联网同步；流水仍安全保存在原电脑上。</translation>
    </message>
    <message>
        <source>Check date and time of this PC. If they are right, tell technical support the code shown here.</source>
        <translation>请检查这台电脑的日期和时间。如果正确，请把此处的代码告知技术支持。</translation>
    </message>
    <message>
        <source>Make room on the stick and save the receipt again, or save it to another place.</source>
        <translation>请在 U 盘上腾出空间后重新保存回执，或保存到别处。</translation>
    </message>
    <message>
        <source>Put the stick in again and save the receipt again, or save it to another place.</source>
        <translation>请重新插入 U 盘后再保存回执，或保存到别处。</translation>
    </message>
    <message>
        <source>The stick was pulled out, or cannot be read.</source>
        <translation>U 盘已被拔出，或无法读取。</translation>
    </message>
    <message>
        <source>Put it in again and go on: it goes on where it was, and nothing is lost.</source>
        <translation>请重新插入后继续：从中断处接着进行，没有丢失任何内容。</translation>
    </message>
    <message>
        <source>There is no room on the stick for the receipt.</source>
        <translation>U 盘上没有空间存放回执。</translation>
    </message>
    <message>
        <source>The receipt could not be written to the stick.</source>
        <translation>回执无法写入 U 盘。</translation>
    </message>
    <message>
        <source>The laptop of this parcel is not enrolled at that centre.</source>
        <translation>数据包所属的电脑没有在这个中心注册。</translation>
    </message>
    <message>
        <source>Check the address of the centre, or ask the centre about this laptop.</source>
        <translation>请检查中心地址，或向中心询问这台电脑。</translation>
    </message>
    <message>
        <source>The parcel is not signed by the laptop that it names.</source>
        <translation>数据包的签名与所写的电脑不符。</translation>
    </message>
    <message>
        <source>Save it again on its laptop. If it stays, tell technical support.</source>
        <translation>请在原电脑上重新保存。如仍不行，请告知技术支持。</translation>
    </message>
    <message>
        <source>By the clock of this PC the centre&apos;s certificate is not valid.</source>
        <translation>按这台电脑的时钟，中心的证书无效。</translation>
    </message>
</context>
<context>
    <name>ParcelProgress</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录流水</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>At the centre</source>
        <translation>已达中心</translation>
    </message>
    <message>
        <source>Choose a parcel…</source>
        <translation>选择数据包…</translation>
    </message>
    <message>
        <source>Another parcel…</source>
        <translation>换一个数据包…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>上交</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>In the parcel</source>
        <translation>包内</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>不全</translation>
    </message>
</context>
<context>
    <name>ParcelView</name>
    <message>
        <source>How it goes</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>1. On the laptop, the sync page saves its work to a stick.</source>
        <translation>1. 在巡查电脑的同步页，把工作保存到 U 盘。</translation>
    </message>
    <message>
        <source>2. Here the parcel goes to the centre; the receipt is written beside it on the stick.</source>
        <translation>2. 在这里把数据包送到中心；回执写在 U 盘上，与数据包放在一起。</translation>
    </message>
    <message>
        <source>3. Back on the laptop, the sync page takes the receipt in. Only then does it count as sent there.</source>
        <translation>3. 回到巡查电脑，在同步页读取回执。读取之后，那台电脑才算已上交。</translation>
    </message>
    <message>
        <source>Back to the sync page</source>
        <translation>返回同步页</translation>
    </message>
    <message>
        <source>Parcel from a stick</source>
        <translation>代交 U 盘数据包</translation>
    </message>
</context>
<context>
    <name>Parcels</name>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>{findings}, {records}, {photos}, {size}, in {file}. Bring it to the centre or to a PC of the squad: it counts as sent when its receipt is back.</source>
        <translation>{findings}、{records}、{photos}，共 {size}，文件 {file}。请送到中心或中队电脑；拿回回执后才算送达。</translation>
    </message>
    <message>
        <source>Saved and read back</source>
        <translation>已保存并回读核对</translation>
    </message>
    <message numerus="yes">
        <source>Saved, but %n photo(s) are gone or damaged here</source>
        <translation>
            <numerusform>已保存，但本机有 %n 张照片丢失或损坏</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) missing at the centre</source>
        <translation>
            <numerusform>中心缺 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay here and go there with the next sync or parcel.</source>
        <translation>它们仍在本机，随下次同步或数据包送达。</translation>
    </message>
    <message>
        <source>{records} came later and have no receipt yet.</source>
        <translation>之后又有{records}，尚无回执。</translation>
    </message>
    <message>
        <source>The receipt is the centre&apos;s and fits this laptop</source>
        <translation>回执由中心签发，与本机一致</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Save to USB…</source>
        <translation>保存到 U 盘…</translation>
    </message>
    <message>
        <source>Take receipt…</source>
        <translation>读取回执…</translation>
    </message>
</context>
<context>
    <name>PartyRow</name>
    <message>
        <source>Attitude</source>
        <translation>态度</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Damaged</source>
        <translation>损坏</translation>
    </message>
</context>
<context>
    <name>PhotoTile</name>
    <message>
        <source>Take this photo away</source>
        <translation>移除这张照片</translation>
    </message>
</context>
<context>
    <name>PhotoWiring</name>
    <message>
        <source>Import photos</source>
        <translation>导入照片</translation>
    </message>
    <message>
        <source>Photos ({suffixes})</source>
        <translation>照片 ({suffixes})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation>剪贴板里没有图片。</translation>
    </message>
    <message>
        <source>This photo is already here.</source>
        <translation>这张照片已在记录中。</translation>
    </message>
</context>
<context>
    <name>PhotosCard</name>
    <message>
        <source>Import, drop</source>
        <translation>导入 / 拖入</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Photos {held} of {wanted} or more</source>
        <translation>现场照片 {held} / 至少 {wanted}</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Photos on their way: {count}</source>
        <translation>正在处理 {count} 张照片</translation>
    </message>
    <message>
        <source>Only imported photos: an enforcement finding is flagged.</source>
        <translation>执法类仅有导入照片，将作标记。</translation>
    </message>
</context>
<context>
    <name>PinReasons</name>
    <message>
        <source>Why by hand</source>
        <translation>为何手工标注</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>其他原因</translation>
    </message>
</context>
<context>
    <name>PlaceCard</name>
    <message>
        <source>T</source>
        <comment>sign of a task</comment>
        <translation>任</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Take the position from the photo</source>
        <translation>取照片中的坐标</translation>
    </message>
    <message>
        <source>Two numbers, for example 34.77312, 113.68570.</source>
        <translation>填两个数，如 34.77312, 113.68570</translation>
    </message>
    <message>
        <source>Road, number, landmark</source>
        <translation>路名、门牌、参照物</translation>
    </message>
    <message>
        <source>e.g. 34.77312, 113.68570</source>
        <translation>如 34.77312, 113.68570</translation>
    </message>
    <message>
        <source>Take anew: {accuracy}</source>
        <translation>重新取位 {accuracy}</translation>
    </message>
    <message>
        <source>Take it: {accuracy}</source>
        <translation>采用定位 {accuracy}</translation>
    </message>
    <message>
        <source>No position yet: take the receiver&apos;s, type it, or take it from a photo.</source>
        <translation>暂无坐标，可采用定位、手填或取自照片</translation>
    </message>
</context>
<context>
    <name>PlaceWords</name>
    <message>
        <source>From the photo&apos;s EXIF, WGS-84; its accuracy is not known.</source>
        <translation>取自照片 EXIF · WGS-84 · 精度未知</translation>
    </message>
    <message>
        <source>Set by hand on the map, WGS-84; no receiver has confirmed it.</source>
        <translation>在地图上手工标注，WGS-84，未经接收机确认</translation>
    </message>
    <message>
        <source>Without a position the centre places it by the address.</source>
        <translation>没有坐标时，中心按地址上图。</translation>
    </message>
    <message>
        <source>{state}: type the position by hand and say why, or leave the address.</source>
        <translation>{state}：请手工输入坐标并说明原因，或只填地址</translation>
    </message>
    <message>
        <source>This is {distance} from the receiver&apos;s last position.</source>
        <translation>距接收机最近一次定位 {distance}，请核对</translation>
    </message>
    <message>
        <source>The receiver does not say how accurate it is.</source>
        <translation>接收机未给出精度</translation>
    </message>
    <message>
        <source>Inaccurate: wait for a better one, or check the address.</source>
        <translation>定位精度差：请稍候重新取位，或核对地址</translation>
    </message>
    <message>
        <source>The receiver is inaccurate here: {accuracy}</source>
        <translation>此处定位精度差：{accuracy}</translation>
    </message>
    <message>
        <source>From the receiver, WGS-84</source>
        <translation>定位接收机 · WGS-84</translation>
    </message>
    <message>
        <source>Satellites: {count}</source>
        <translation>卫星 {count}</translation>
    </message>
    <message>
        <source>{time} UTC</source>
        <translation>{time} UTC</translation>
    </message>
    <message>
        <source>No usable position ({accuracy})</source>
        <translation>定位不可用（{accuracy}）</translation>
    </message>
    <message>
        <source>Grid {code}</source>
        <translation>单元网格 {code}</translation>
    </message>
    <message>
        <source>Looked after by {unit}</source>
        <translation>责任单位：{unit}</translation>
    </message>
    <message>
        <source>Near a border, all of them are kept: {codes}</source>
        <translation>临近网格边界，以下网格均保留：{codes}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{road}: from the reference pack</source>
        <translation>{road} · 资料包</translation>
    </message>
    <message>
        <source>Spaces: {count}</source>
        <translation>泊位 {count}</translation>
    </message>
    <message>
        <source>Walk: {metres} m</source>
        <translation>步行 {metres} m</translation>
    </message>
    <message>
        <source>Walk: about {metres} m</source>
        <translation>步行约 {metres} m</translation>
    </message>
    <message>
        <source>Same plate</source>
        <translation>车牌相同</translation>
    </message>
    <message>
        <source>{metres} m away</source>
        <translation>相距 {metres} m</translation>
    </message>
    <message>
        <source>Known to the centre</source>
        <translation>中心已知</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>{minutes} 分钟前</translation>
    </message>
    <message>
        <source>From the reference pack, WGS-84; no receiver has confirmed it.</source>
        <translation>取自资料包，WGS-84，未经接收机确认</translation>
    </message>
    <message>
        <source>Set by hand, WGS-84; no receiver has confirmed it.</source>
        <translation>手工标注，WGS-84，未经接收机确认</translation>
    </message>
    <message>
        <source>Kept as the reason: {reason}.</source>
        <translation>原因记为：{reason}</translation>
    </message>
    <message>
        <source>{distance} from the receiver&apos;s position.</source>
        <translation>距接收机定位 {distance}</translation>
    </message>
    <message>
        <source>{distance} from the receiver&apos;s position: the record asks why.</source>
        <translation>距接收机定位 {distance}，填记录时须说明原因</translation>
    </message>
    <message>
        <source>{span} old</source>
        <translation>已过 {span}</translation>
    </message>
    <message>
        <source>The receiver was last heard {ago}: take its position only if you have not moved.</source>
        <translation>最后一次收到接收机位置是 {ago}：未移动时方可采用。</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
</context>
<context>
    <name>PolicyInForce</name>
    <message>
        <source>Decisions follow another policy from now on: {title}</source>
        <translation>从现在起按另一套规则判定：{title}</translation>
    </message>
</context>
<context>
    <name>Positions</name>
    <message>
        <source>{difference} Times of findings are taken from it: have it set.</source>
        <translation>{difference}发现时间以本机时钟为准，请尽快校时。</translation>
    </message>
</context>
<context>
    <name>ReasonRow</name>
    <message>
        <source>{article} and {count} more</source>
        <translation>{article}，另 {count} 条</translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>Check this laptop</source>
        <translation>核对本机</translation>
    </message>
    <message>
        <source>Export receipt</source>
        <translation>导出回执</translation>
    </message>
    <message>
        <source>Receipt (signed by the centre)</source>
        <translation>回执（中心签名）</translation>
    </message>
    <message>
        <source>No receipt yet. It comes with the first sync.</source>
        <translation>还没有回执，首次同步后生成。</translation>
    </message>
    <message>
        <source>End of chain {digest}</source>
        <translation>链尾 {digest}</translation>
    </message>
    <message>
        <source>Centre&apos;s time {time}</source>
        <translation>中心时间 {time}</translation>
    </message>
    <message>
        <source>Records 1–{through} have all arrived</source>
        <translation>流水 1–{through} 全部到达</translation>
    </message>
    <message>
        <source>Records 1–{through} have arrived</source>
        <translation>流水 1–{through} 已到达</translation>
    </message>
    <message>
        <source>Checking this laptop&apos;s chain…</source>
        <translation>正在核对本机流水链…</translation>
    </message>
    <message>
        <source>Does not match this laptop&apos;s records</source>
        <translation>与本机流水不一致</translation>
    </message>
    <message>
        <source>Photos are still missing</source>
        <translation>仍缺照片</translation>
    </message>
    <message>
        <source>Checked again now: nothing is missing</source>
        <translation>已重新核对：一项不缺</translation>
    </message>
    <message>
        <source>Verified: nothing is missing</source>
        <translation>已核对：一项不缺</translation>
    </message>
    <message>
        <source>On this chain: {findings}, {photos}</source>
        <translation>本链共 {findings}、{photos}</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) missing</source>
        <translation>
            <numerusform>缺照片 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n newer record(s) to send</source>
        <translation>
            <numerusform>另有 %n 条新流水待传</numerusform>
        </translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>On this laptop: {findings}, {photos}</source>
        <translation>本机：{findings}，{photos}</translation>
    </message>
    <message>
        <source>Shift of {when}: {findings}, {photos}</source>
        <translation>{when} 班次：{findings}，{photos}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of it not covered yet</source>
        <translation>
            <numerusform>其中 %n 条流水尚未覆盖</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n newer record(s) since this shift are not in it</source>
        <translation>
            <numerusform>收班后又有 %n 条新流水，不在此回执内</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) still to send</source>
        <translation>
            <numerusform>还有 %n 条流水待传</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the receipt again</source>
        <translation>重新保存回执</translation>
    </message>
    <message>
        <source>Save to another place…</source>
        <translation>保存到别处…</translation>
    </message>
    <message>
        <source>Receipt for the laptop</source>
        <translation>给巡查电脑的回执</translation>
    </message>
    <message>
        <source>None yet. It comes when the centre has taken the parcel in.</source>
        <translation>还没有。中心收取数据包后给出。</translation>
    </message>
    <message>
        <source>Records up to {last} have arrived</source>
        <translation>流水 1–{last} 已到达</translation>
    </message>
    <message>
        <source>It was not saved yet; the laptop needs it.</source>
        <translation>还没有保存；巡查电脑需要它。</translation>
    </message>
    <message>
        <source>Saved for the laptop as</source>
        <translation>已保存，供巡查电脑读取：</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) missing at the centre</source>
        <translation>
            <numerusform>中心缺少 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>The centre says that nothing is missing</source>
        <translation>中心表示没有缺失</translation>
    </message>
    <message>
        <source>At the centre of this laptop: {findings}, {photos}</source>
        <translation>中心现有这台电脑的：{findings}，{photos}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) set aside at the centre; the laptop will say why</source>
        <translation>
            <numerusform>中心另存了 %n 条流水；原因在巡查电脑上查看</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing: {photos}</source>
        <translation>缺少：{photos}</translation>
    </message>
</context>
<context>
    <name>ReceiptSaving</name>
    <message>
        <source>Export receipt</source>
        <translation>导出回执</translation>
    </message>
    <message>
        <source>Receipt file (*.json)</source>
        <translation>回执文件 (*.json)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>The receipt was saved as {file}.</source>
        <translation>回执已存为 {file}。</translation>
    </message>
</context>
<context>
    <name>ReceiverCard</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>The system&apos;s own</source>
        <translation>系统定位</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Any speed</source>
        <translation>自动测速</translation>
    </message>
    <message>
        <source>Baud</source>
        <translation>波特率</translation>
    </message>
    <message>
        <source>Ports of this laptop: {names}</source>
        <translation>本机串口：{names}</translation>
    </message>
    <message>
        <source>No position is wanted.</source>
        <translation>未启用定位</translation>
    </message>
    <message>
        <source>Satellites: {count}</source>
        <translation>卫星 {count}</translation>
    </message>
    <message>
        <source>{time} UTC</source>
        <translation>{time} UTC</translation>
    </message>
    <message>
        <source>The name of a port, for example ttyUSB0 or COM3.</source>
        <translation>请输入串口名，例如 ttyUSB0 或 COM3</translation>
    </message>
    <message>
        <source>A host and a port, for example 192.168.1.20:10110.</source>
        <translation>请输入地址和端口，例如 192.168.1.20:10110</translation>
    </message>
    <message>
        <source>A port from 1 to 65535, for example 10110.</source>
        <translation>请输入 1–65535 的端口，例如 10110</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>Open a shift</source>
        <translation>开班</translation>
    </message>
    <message>
        <source>For the task: {title}</source>
        <translation>任务：{title}</translation>
    </message>
    <message>
        <source>New finding</source>
        <translation>新记录</translation>
    </message>
</context>
<context>
    <name>ReliefCard</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Relief point</source>
        <translation>疏导点</translation>
    </message>
    <message>
        <source>Free {free} / {slots}</source>
        <translation>余位 {free} / {slots}</translation>
    </message>
    <message>
        <source>{metres} m on foot</source>
        <translation>距你步行 {metres} m</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Always open</source>
        <translation>全天开放</translation>
    </message>
</context>
<context>
    <name>ReliefWords</name>
    <message>
        <source>Distance unknown</source>
        <translation>距离未知</translation>
    </message>
    <message>
        <source>Walk: {metres} m</source>
        <translation>步行 {metres} m</translation>
    </message>
    <message>
        <source>Free: {free}/{slots}</source>
        <translation>剩余 {free}/{slots}</translation>
    </message>
    <message>
        <source>Open until {time}</source>
        <translation>营业至 {time}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Walk: about {metres} m</source>
        <translation>步行约 {metres} m</translation>
    </message>
    <message>
        <source>{words} (not checked: no position, or no point is known)</source>
        <translation>{words}（无坐标或无疏导点资料，未核对）</translation>
    </message>
    <message>
        <source>{words} (near: a walk of up to {metres} m)</source>
        <translation>{words}（附近指步行 {metres} m 以内）</translation>
    </message>
    <message>
        <source>Farther off</source>
        <translation>较远</translation>
    </message>
</context>
<context>
    <name>RestoreController</name>
    <message>
        <source>Choose the parcel…</source>
        <translation>选择数据包…</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
</context>
<context>
    <name>RestoreProblem</name>
    <message>
        <source>Wait a moment, then go on with the same code: what has come stays on this laptop.</source>
        <translation>请稍候，再用同一个码继续：已取回的内容留在本机。</translation>
    </message>
    <message>
        <source>Check the network, then go on with the same code: what has come stays on this laptop.</source>
        <translation>请检查网络，再用同一个码继续：已取回的内容留在本机。</translation>
    </message>
    <message>
        <source>Check the address of the centre, then go on with the same code.</source>
        <translation>请检查中心地址，再用同一个码继续。</translation>
    </message>
    <message>
        <source>Nothing was changed. Try again; if it stays, tell technical support the code shown here.</source>
        <translation>没有改动任何内容。请重试；如仍不行，请把此处的代码告知技术支持。</translation>
    </message>
    <message>
        <source>Make it again from the centre, with a code; nothing was changed.</source>
        <translation>请改用一次性码从中心恢复；没有改动任何内容。</translation>
    </message>
    <message>
        <source>The one-time code is wrong, was used by another laptop, or is too old.</source>
        <translation>一次性码不正确、已被别的电脑使用或已过期。</translation>
    </message>
    <message>
        <source>Check it sign by sign, or ask the centre for a new one for the lost laptop.</source>
        <translation>请逐字核对，或向中心索取丢失电脑的新码。</translation>
    </message>
    <message>
        <source>With this password nothing in the folder can be read.</source>
        <translation>用这个密码读不出文件夹里的任何内容。</translation>
    </message>
    <message>
        <source>Enter the password of the lost laptop, or make it again from the centre.</source>
        <translation>请输入丢失电脑的密码，或改为从中心恢复。</translation>
    </message>
    <message>
        <source>This is no laptop&apos;s data folder, or its key is not here.</source>
        <translation>这不是巡查电脑的数据文件夹，或密钥不在这里。</translation>
    </message>
    <message>
        <source>Choose the whole data folder of the lost laptop, or make it again from the centre.</source>
        <translation>请选择丢失电脑的整个数据文件夹，或改为从中心恢复。</translation>
    </message>
    <message>
        <source>The key of that data lies in the key ring of another computer.</source>
        <translation>那份数据的密钥在另一台电脑的密钥环里。</translation>
    </message>
    <message>
        <source>What tells the key of that data is damaged.</source>
        <translation>记录那份数据密钥的文件已损坏。</translation>
    </message>
    <message>
        <source>That data was written by a newer version of this program.</source>
        <translation>那份数据由更新版本的程序写成。</translation>
    </message>
    <message>
        <source>Have the program on this laptop updated, then try again.</source>
        <translation>请更新本机的程序后重试。</translation>
    </message>
    <message>
        <source>The stick was pulled out, or cannot be read.</source>
        <translation>U 盘已被拔出，或无法读取。</translation>
    </message>
    <message>
        <source>Put it in again and go on: nothing is lost.</source>
        <translation>请重新插入后继续：没有丢失任何内容。</translation>
    </message>
    <message>
        <source>The disk of this laptop is full.</source>
        <translation>本机磁盘已满。</translation>
    </message>
    <message>
        <source>Free some space, then go on: what has come stays on this laptop.</source>
        <translation>请腾出空间后继续：已取回的内容留在本机。</translation>
    </message>
    <message>
        <source>The data folder of this laptop cannot be read or written.</source>
        <translation>本机的数据文件夹无法读写。</translation>
    </message>
    <message>
        <source>Somebody has worked on this laptop already: here are records.</source>
        <translation>已有人在本机上工作过：本机有流水。</translation>
    </message>
    <message>
        <source>They must not be mixed with another laptop&apos;s. Use a laptop, or a user of this one, on which nobody has opened a shift.</source>
        <translation>不能与另一台电脑的流水混在一起。请换一台还没有开过班的电脑，或换本机上一个没有开过班的用户。</translation>
    </message>
    <message>
        <source>The data of this laptop is not open yet.</source>
        <translation>本机的数据还没有打开。</translation>
    </message>
    <message>
        <source>Unlock it, then come back here.</source>
        <translation>请先解锁，再回到这里。</translation>
    </message>
    <message>
        <source>The centre has revoked the lost laptop.</source>
        <translation>中心已吊销丢失的电脑。</translation>
    </message>
    <message>
        <source>It cannot be made again. Enrol this one as a new laptop.</source>
        <translation>它不能恢复。请把本机注册为新电脑。</translation>
    </message>
    <message>
        <source>The centre at this address does not make laptops again.</source>
        <translation>这个地址的中心不提供恢复。</translation>
    </message>
    <message>
        <source>Wait a minute, check the code, then go on.</source>
        <translation>请等一分钟，核对一次性码，再继续。</translation>
    </message>
</context>
<context>
    <name>RestoreProgress</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Go on working with it</source>
        <translation>用它继续工作</translation>
    </message>
</context>
<context>
    <name>RestoreView</name>
    <message>
        <source>What will happen</source>
        <translation>将会怎样</translation>
    </message>
    <message>
        <source>1. Every record comes back byte for byte, then the photos.</source>
        <translation>1. 先逐字节恢复每一条流水，再取回照片。</translation>
    </message>
    <message>
        <source>2. You see what came back and what nobody has any more.</source>
        <translation>2. 列出恢复了什么，以及哪里都找不到的内容。</translation>
    </message>
    <message>
        <source>3. This laptop becomes the lost one: the window closes and opens again on its data. The centre can tell both apart.</source>
        <translation>3. 本机成为丢失的那台电脑：窗口关闭后，用它的数据重新打开。中心能区分两台。</translation>
    </message>
    <message>
        <source>Back to the settings</source>
        <translation>返回设置</translation>
    </message>
    <message>
        <source>Here no lost laptop can be made again.</source>
        <translation>这里不能恢复丢失的电脑。</translation>
    </message>
    <message>
        <source>A lost laptop made again</source>
        <translation>恢复丢失的电脑</translation>
    </message>
</context>
<context>
    <name>RoundsList</name>
    <message>
        <source>Today&apos;s rounds</source>
        <translation>今日同步</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Sent on the way</source>
        <translation>巡查中已上传</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>Looked up</source>
        <translation>资料填入</translation>
    </message>
</context>
<context>
    <name>Saver</name>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Draft discarded.</source>
        <translation>草稿已作废。</translation>
    </message>
    <message>
        <source>There is nothing to save yet.</source>
        <translation>还没有可保存的内容。</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ShiftView</name>
    <message>
        <source>Findings of the shift</source>
        <translation>本班记录</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Street, party… (Ctrl+F)</source>
        <translation>街道、当事人、车牌、备注（Ctrl+F）</translation>
    </message>
    <message>
        <source>Close shift and sync</source>
        <translation>收班并同步</translation>
    </message>
    <message>
        <source>No findings in this shift yet.</source>
        <translation>本班还没有记录。</translation>
    </message>
    <message>
        <source>Record one</source>
        <translation>去记录</translation>
    </message>
    <message>
        <source>No finding matches.</source>
        <translation>没有符合条件的记录。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>This shift only</source>
        <translation>仅本班</translation>
    </message>
    <message>
        <source>All shifts</source>
        <translation>所有班次</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>措施</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>上传</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>All findings on this laptop</source>
        <translation>本机全部记录</translation>
    </message>
    <message>
        <source>{count} withdrawn</source>
        <translation>已撤回 {count} 条</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of officer {officer} to send</source>
        <translation>
            <numerusform>{officer} 在本机还有 %n 条流水待传</numerusform>
        </translation>
    </message>
    <message>
        <source>No findings on this laptop yet.</source>
        <translation>本机还没有记录。</translation>
    </message>
</context>
<context>
    <name>SlotsCard</name>
    <message>
        <source>Relief points</source>
        <translation>疏导点余位</translation>
    </message>
    <message>
        <source>The centre has named none yet; they come with the sync.</source>
        <translation>中心尚未下发疏导点，同步后显示。</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>余 {free} / {total}</translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message>
        <source>Where it comes from</source>
        <translation>从哪里恢复</translation>
    </message>
    <message>
        <source>The centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>A parcel</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>Its own folder</source>
        <translation>它的数据文件夹</translation>
    </message>
    <message>
        <source>Choose the parcel…</source>
        <translation>选择数据包…</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>One-time code for the lost laptop</source>
        <translation>丢失电脑的一次性码</translation>
    </message>
    <message>
        <source>Password of the lost laptop</source>
        <translation>丢失电脑的密码</translation>
    </message>
    <message>
        <source>None chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>{typed} of {all} signs</source>
        <translation>{typed} / {all} 位</translation>
    </message>
    <message>
        <source>Every record and photo that reached the centre comes from there. The centre gives a one-time code for the lost laptop; this one takes its place there.</source>
        <translation>已到达中心的每一条流水和照片都从中心取回。中心为丢失的电脑给出一次性码；本机在中心接替它。</translation>
    </message>
    <message>
        <source>The parcel goes to the centre first, so that what was only on the stick is there too; then everything comes back from there, with a one-time code.</source>
        <translation>先把数据包送到中心，让只在 U 盘上的内容也到达那里；再用一次性码从中心取回全部内容。</translation>
    </message>
    <message>
        <source>The data folder of the lost laptop, or its second copy on a stick: also what never reached the centre comes back. Its password is needed, or the key ring of its user.</source>
        <translation>丢失电脑的数据文件夹，或 U 盘上的第二份副本：从未到达中心的内容也能恢复。需要它的密码，或它的用户的密钥环。</translation>
    </message>
</context>
<context>
    <name>StatController</name>
    <message>
        <source>Export figures</source>
        <translation>导出统计</translation>
    </message>
    <message>
        <source>The figures were saved as {file}.</source>
        <translation>统计已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>StatView</name>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To (included)</source>
        <translation>到（含当日）</translation>
    </message>
    <message>
        <source>By kind</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>The lines begin once two days have findings.</source>
        <translation>有两天以上的记录后显示走势。</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>近 7 日</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>近 30 日</translation>
    </message>
    <message>
        <source>Own period…</source>
        <translation>自选…</translation>
    </message>
    <message>
        <source>Shares of each of the last 30 days, in percent</source>
        <translation>近 30 日走势（每日占比，%）</translation>
    </message>
    <message>
        <source>Enter a day, for example 2026-01-31.</source>
        <translation>请输入日期，例如 2026-01-31。</translation>
    </message>
    <message>
        <source>The period ends before it begins.</source>
        <translation>结束日期早于开始日期。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>No shift is open: choose a longer period.</source>
        <translation>当前没有开班，请选择更长的时段。</translation>
    </message>
    <message>
        <source>What this laptop recorded. The ratio of the whole street is known at the centre.</source>
        <translation>以下为本机记录；整个街道的比例以中心汇总为准。</translation>
    </message>
    <message>
        <source>target {target} % · {difference} · {count}</source>
        <translation>目标 {target}% · {difference} · {count}</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>721 figures</source>
        <translation>721 统计</translation>
    </message>
    <message>
        <source>Export to Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>By street</source>
        <translation>按道路</translation>
    </message>
    <message>
        <source>All streets</source>
        <translation>全部道路</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Other places</source>
        <translation>其他地点</translation>
    </message>
    <message>
        <source>70/20/10 is a ratio of a street or more over a week or more: here it is no measure.</source>
        <translation>70/20/10 是街道以上、一周以上的总体比例，这里不作比较。</translation>
    </message>
    <message>
        <source>Too few officers and findings to stand beside 70/20/10: a whole street&apos;s are at the centre.</source>
        <translation>巡查人员和记录太少，不与 70/20/10 对照；整条街道的数据在中心。</translation>
    </message>
</context>
<context>
    <name>SuggestionList</name>
    <message>
        <source>Suggested addresses</source>
        <translation>建议地址</translation>
    </message>
</context>
<context>
    <name>SurroundingsWords</name>
    <message>
        <source>{street}: street policy, version {version}</source>
        <translation>{street} · 一街一策（第{version}版）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Line: {words}</source>
        <translation>红线：{words}</translation>
    </message>
    <message>
        <source>Tolerated: {words}</source>
        <translation>容许：{words}</translation>
    </message>
    <message>
        <source>Campaign: {name}, until {day}</source>
        <translation>专项整治：{name}，至 {day}</translation>
    </message>
    <message>
        <source>Never told to the end by the centre: ask before you rely on it.</source>
        <translation>中心资料尚未收全，请核实后再用。</translation>
    </message>
    <message>
        <source>As of {day}, older than 7 days: ask before you rely on it.</source>
        <translation>资料截至 {day}，已超过7天，请核实后再用。</translation>
    </message>
</context>
<context>
    <name>SyncProblem</name>
    <message>
        <source>The app tries again by itself; nothing is lost.</source>
        <translation>程序会自动重试，不会丢失。</translation>
    </message>
    <message>
        <source>What is missing is sent again by itself; nothing is lost.</source>
        <translation>缺少的会自动补传，不会丢失。</translation>
    </message>
    <message>
        <source>All records stay safe on this laptop. Tell technical support the code shown here.</source>
        <translation>记录安全保存在本机，请把这里的代码告知技术支持。</translation>
    </message>
    <message>
        <source>All records stay safe on this laptop. Have the app updated, then sync again.</source>
        <translation>记录安全保存在本机，请更新程序后再同步。</translation>
    </message>
    <message>
        <source>Ask the centre for a new enrolment code and enter it in the settings.</source>
        <translation>请向中心索取新的注册码，在设置中填写。</translation>
    </message>
    <message>
        <source>Check the centre&apos;s address in the settings.</source>
        <translation>请在设置中检查中心地址。</translation>
    </message>
    <message>
        <source>The centre does not accept the form of a record.</source>
        <translation>中心不接受某条记录的格式。</translation>
    </message>
    <message>
        <source>A record is larger than the centre accepts.</source>
        <translation>某条记录超过中心的大小限制。</translation>
    </message>
    <message>
        <source>The centre sees a break in this laptop&apos;s chain of records.</source>
        <translation>中心发现本机流水链不连续。</translation>
    </message>
    <message>
        <source>A record or photo did not arrive unharmed.</source>
        <translation>有记录或照片传输中受损。</translation>
    </message>
    <message>
        <source>The centre does not know this app&apos;s kind of digest or signature.</source>
        <translation>中心不识别本程序的摘要或签名算法。</translation>
    </message>
    <message>
        <source>The centre does not accept this laptop&apos;s signature.</source>
        <translation>中心不接受本机签名。</translation>
    </message>
    <message>
        <source>The centre is missing earlier records.</source>
        <translation>中心缺少更早的流水。</translation>
    </message>
    <message>
        <source>The centre knows another continuation of this laptop&apos;s records.</source>
        <translation>中心已有本机流水的另一分支。</translation>
    </message>
    <message>
        <source>The centre does not understand this app.</source>
        <translation>中心无法识别本程序的请求。</translation>
    </message>
    <message>
        <source>A package was too large for the centre.</source>
        <translation>数据包超过中心限制。</translation>
    </message>
    <message>
        <source>It is sent in smaller parts by itself; nothing is lost.</source>
        <translation>会自动分小包重传，不会丢失。</translation>
    </message>
    <message>
        <source>The centre cannot unpack what this app sends.</source>
        <translation>中心无法解包本程序发送的数据。</translation>
    </message>
    <message>
        <source>The sign-in at the centre has expired.</source>
        <translation>中心登录已过期。</translation>
    </message>
    <message>
        <source>The app signs in again by itself; nothing is lost.</source>
        <translation>程序会自动重新登录，不会丢失。</translation>
    </message>
    <message>
        <source>The centre does not know this laptop.</source>
        <translation>中心没有本机的注册信息。</translation>
    </message>
    <message>
        <source>The centre has revoked this laptop.</source>
        <translation>中心已停用本机。</translation>
    </message>
    <message>
        <source>Its records are still accepted and kept apart. Hand the laptop to your squad leader.</source>
        <translation>记录仍会被接收并单独保存，请将电脑交给中队长。</translation>
    </message>
    <message>
        <source>The enrolment code is wrong, used or older than 24 hours.</source>
        <translation>注册码错误、已用过或超过 24 小时。</translation>
    </message>
    <message>
        <source>Check the code, or ask the centre for a new one.</source>
        <translation>请核对注册码，或向中心索取新的。</translation>
    </message>
    <message>
        <source>Another laptop is registered at the centre under this laptop&apos;s number.</source>
        <translation>中心已有另一台电脑使用本机编号。</translation>
    </message>
    <message>
        <source>All records stay safe on this laptop. Call the centre before you enrol again.</source>
        <translation>记录安全保存在本机，重新注册前请联系中心。</translation>
    </message>
    <message>
        <source>This version of the app is too old for the centre.</source>
        <translation>本程序版本过旧，中心不再支持。</translation>
    </message>
    <message>
        <source>The centre does not know this section of records yet.</source>
        <translation>中心还不知道这一段流水。</translation>
    </message>
    <message>
        <source>A photo was interrupted on its way.</source>
        <translation>有照片上传中断。</translation>
    </message>
    <message>
        <source>It goes on by itself from where it stopped; nothing is lost.</source>
        <translation>会自动从中断处继续，不会丢失。</translation>
    </message>
    <message>
        <source>A photo is still being received by the centre.</source>
        <translation>中心仍在接收一张照片。</translation>
    </message>
    <message>
        <source>At this address there is no service of the centre.</source>
        <translation>该地址没有中心服务。</translation>
    </message>
    <message>
        <source>The service at this address does not accept this request.</source>
        <translation>该地址的服务不接受此请求。</translation>
    </message>
    <message>
        <source>The centre is busy.</source>
        <translation>中心繁忙。</translation>
    </message>
    <message>
        <source>The centre has no room left.</source>
        <translation>中心存储空间已满。</translation>
    </message>
    <message>
        <source>All records stay safe on this laptop. Tell the centre; the app tries again by itself.</source>
        <translation>记录安全保存在本机，请告知中心；程序会自动重试。</translation>
    </message>
    <message>
        <source>Something failed inside the centre.</source>
        <translation>中心内部出错。</translation>
    </message>
    <message>
        <source>There is no connection to the centre.</source>
        <translation>连接不到中心。</translation>
    </message>
    <message>
        <source>You can go on working. Everything stays safe here and is sent as soon as there is a network.</source>
        <translation>可以继续工作，数据安全保存在本机，有网后再传。</translation>
    </message>
    <message>
        <source>Something other than the centre answers, perhaps a network sign-in page.</source>
        <translation>应答的不是中心，可能是上网认证页面。</translation>
    </message>
    <message>
        <source>Sign in to the network or use another one; the app tries again by itself.</source>
        <translation>请先完成上网认证或换网络，程序会自动重试。</translation>
    </message>
    <message>
        <source>The centre shows another signing key than at enrolment.</source>
        <translation>中心的签名密钥与注册时不一致。</translation>
    </message>
    <message>
        <source>Nothing is sent. Call the centre before you go on.</source>
        <translation>未发送任何数据，请先联系中心。</translation>
    </message>
    <message>
        <source>The receipt does not match this laptop&apos;s records.</source>
        <translation>回执与本机流水不一致。</translation>
    </message>
    <message>
        <source>All records stay safe on this laptop. Call the centre and tell the code.</source>
        <translation>记录安全保存在本机，请联系中心并告知代码。</translation>
    </message>
    <message>
        <source>The sync stopped for an unknown reason.</source>
        <translation>同步因未知原因停止。</translation>
    </message>
    <message>
        <source>Too many wrong codes were tried.</source>
        <translation>注册码输错次数过多。</translation>
    </message>
    <message>
        <source>Wait a minute, check the code, then try again.</source>
        <translation>请等一分钟，核对注册码后再试。</translation>
    </message>
    <message>
        <source>This file is no parcel.</source>
        <translation>这个文件不是数据包。</translation>
    </message>
    <message>
        <source>Choose a file whose name ends with .parcel.</source>
        <translation>请选择以 .parcel 结尾的文件。</translation>
    </message>
    <message>
        <source>The parcel was made by a newer version of the app.</source>
        <translation>数据包由更新版本的应用生成。</translation>
    </message>
    <message>
        <source>The parcel is cut off or damaged.</source>
        <translation>数据包不完整或已损坏。</translation>
    </message>
    <message>
        <source>Nothing of it was taken in. Copy it again, or save another one.</source>
        <translation>其中内容均未接收。请重新拷贝，或再保存一个。</translation>
    </message>
    <message>
        <source>The parcel is for another centre.</source>
        <translation>数据包属于另一个中心。</translation>
    </message>
    <message>
        <source>Bring it to the centre at which this laptop is enrolled.</source>
        <translation>请交到本机注册的中心。</translation>
    </message>
    <message>
        <source>The centre has not yet told this laptop the key for parcels.</source>
        <translation>中心尚未把数据包密钥告知本机。</translation>
    </message>
    <message>
        <source>Sync once over a network; all records stay safe on this laptop.</source>
        <translation>请先联网同步一次；所有记录都安全保存在本机。</translation>
    </message>
    <message>
        <source>Receipts cover everything on this laptop.</source>
        <translation>本机的全部内容都已有回执。</translation>
    </message>
    <message>
        <source>There is nothing to save to USB.</source>
        <translation>没有需要保存到 U 盘的内容。</translation>
    </message>
    <message>
        <source>Sending stood still for too long, or the line was too slow.</source>
        <translation>发送中途停顿过久，或网络太慢。</translation>
    </message>
    <message>
        <source>This laptop&apos;s disk is full.</source>
        <translation>本机磁盘已满。</translation>
    </message>
    <message>
        <source>Free some space; the app tries again by itself. What was saved is safe.</source>
        <translation>请腾出一些空间；程序会自动重试，已保存的内容不会丢失。</translation>
    </message>
    <message>
        <source>The database on this laptop is damaged.</source>
        <translation>本机的数据库已损坏。</translation>
    </message>
    <message>
        <source>Close the program and start it again: it saves what can be read.</source>
        <translation>请关闭程序后重新打开：程序会抢救所有能读出的内容。</translation>
    </message>
    <message>
        <source>The data folder of this laptop cannot be read or written.</source>
        <translation>本机的数据文件夹无法读写。</translation>
    </message>
    <message>
        <source>The centre does not know this kind of record yet.</source>
        <translation>中心还不认识这类记录。</translation>
    </message>
    <message>
        <source>Their content has not the form that the centre expects.</source>
        <translation>记录内容不符合中心要求的格式。</translation>
    </message>
    <message>
        <source>What an earlier record said did not come over unharmed.</source>
        <translation>转入的旧记录与原摘要不符。</translation>
    </message>
    <message>
        <source>A new section of records begins where none should.</source>
        <translation>流水分段的起始位置不对。</translation>
    </message>
    <message>
        <source>They were made after this laptop had been revoked.</source>
        <translation>本机已被中心停用。</translation>
    </message>
    <message>
        <source>The finding that they are about is not at the centre.</source>
        <translation>所涉及的记录尚未到达中心。</translation>
    </message>
    <message>
        <source>The centre does not know the task that they answer.</source>
        <translation>中心没有所反馈的任务。</translation>
    </message>
    <message>
        <source>The centre has a reason that this version of the app does not know.</source>
        <translation>中心给出的原因，本版程序还不认识。</translation>
    </message>
    <message>
        <source>By this laptop&apos;s clock the centre&apos;s certificate is not valid.</source>
        <translation>按本机时钟，中心的证书不在有效期内。</translation>
    </message>
    <message>
        <source>Check this laptop&apos;s date and time. If they are right, tell technical support the code shown here. Nothing is lost.</source>
        <translation>请检查本机的日期和时间；若无误，请把这里的代码告知技术支持。数据不会丢失。</translation>
    </message>
    <message>
        <source>The certificate that answers is not trusted: this network may be listening in between.</source>
        <translation>应答方的证书不受信任，网络可能被人中途拦截。</translation>
    </message>
    <message>
        <source>Sign in to the network or use another one. If it stays, tell technical support the code shown here. Nothing is lost.</source>
        <translation>请先登录网络，或换一个网络；仍不行时，请把这里的代码告知技术支持。数据不会丢失。</translation>
    </message>
    <message>
        <source>This file is no reference pack.</source>
        <translation>该文件不是资料包。</translation>
    </message>
    <message>
        <source>Choose a file whose name ends with .pack.</source>
        <translation>请选择扩展名为 .pack 的文件。</translation>
    </message>
    <message>
        <source>The reference pack was made for a newer version of the app.</source>
        <translation>该资料包适用于更新版本的软件。</translation>
    </message>
    <message>
        <source>The reference pack is cut off or damaged.</source>
        <translation>资料包不完整或已损坏。</translation>
    </message>
    <message>
        <source>The one in use stays. Sync again, or copy the file again.</source>
        <translation>现用资料包保持不变。请重新同步，或重新拷贝文件。</translation>
    </message>
    <message>
        <source>The reference pack is not signed by this laptop&apos;s centre.</source>
        <translation>资料包不是本机所属中心签发的。</translation>
    </message>
    <message>
        <source>The one in use stays. Tell the centre the code shown here.</source>
        <translation>现用资料包保持不变。请将此处显示的代码告知中心。</translation>
    </message>
    <message>
        <source>The reference pack is not newer than the one in use.</source>
        <translation>该资料包不比现用资料包新。</translation>
    </message>
    <message>
        <source>There is nothing to do: the one in use stays.</source>
        <translation>无需处理，现用资料包保持不变。</translation>
    </message>
</context>
<context>
    <name>SyncProgress</name>
    <message>
        <source>Start sync</source>
        <translation>开始同步</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Enter enrolment code</source>
        <translation>输入注册码</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录流水</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>This laptop is not enrolled at a centre</source>
        <translation>本机尚未在中心注册</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Everything is at the centre</source>
        <translation>全部已达中心</translation>
    </message>
    <message>
        <source>Sending records {done} / {all}</source>
        <translation>正在上传流水 {done} / {all}</translation>
    </message>
    <message>
        <source>Sending photos {done} / {all}</source>
        <translation>正在上传照片 {done} / {all}</translation>
    </message>
    <message>
        <source>The centre checks that everything is there</source>
        <translation>中心正在核对</translation>
    </message>
    <message>
        <source>Fetching tasks and news</source>
        <translation>正在接收任务和更新</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>正在连接中心</translation>
    </message>
    <message>
        <source>Until then findings stay safe on this laptop. The centre gives out the code.</source>
        <translation>注册前记录安全保存在本机；注册码由中心发放。</translation>
    </message>
    <message>
        <source>A broken connection resumes by itself</source>
        <translation>断网会自动续传</translation>
    </message>
    <message>
        <source>Nothing is lost; it goes on from where it stopped.</source>
        <translation>不会丢失，会从停下的地方继续。</translation>
    </message>
    <message>
        <source>Next try in {time}</source>
        <translation>{time} 后重试</translation>
    </message>
    <message>
        <source>Your work is safe on this laptop; sync at the end of the shift, or at any time.</source>
        <translation>记录安全保存在本机；收班时或随时同步。</translation>
    </message>
    <message>
        <source>About {time} left</source>
        <translation>剩余约 {time}</translation>
    </message>
    <message>
        <source>At the centre</source>
        <translation>已达中心</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>{size} to send</source>
        <translation>待传 {size}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>现行</translation>
    </message>
    <message>
        <source>Nothing waits on this laptop. New tasks come with every sync.</source>
        <translation>本机没有待传数据；每次同步都会接收新任务。</translation>
    </message>
    <message>
        <source>To send: {records}, {photos}</source>
        <translation>待传 {records}、{photos}</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message numerus="yes">
        <source>Sent, but the centre still lacks %n photo(s); they follow by themselves.</source>
        <translation>
            <numerusform>已上传，但中心还缺 %n 张照片，稍后自动补传。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent, but the centre has not confirmed yet that it has everything.</source>
        <translation>已上传，但中心尚未确认全部收齐。</translation>
    </message>
    <message numerus="yes">
        <source>Sent, without %n photo(s) that this laptop can no longer read</source>
        <translation>
            <numerusform>已上传，但有 %n 张照片本机已无法读取</numerusform>
        </translation>
    </message>
    <message>
        <source>The list of what is missing names them; tell technical support.</source>
        <translation>照片名称见“缺少”列表，请联系技术支持。</translation>
    </message>
</context>
<context>
    <name>SyncView</name>
    <message>
        <source>Findings on their way</source>
        <translation>上传中的记录</translation>
    </message>
    <message>
        <source>Today&apos;s rounds</source>
        <translation>今日同步</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>No findings are on their way.</source>
        <translation>没有待上传的记录。</translation>
    </message>
    <message>
        <source>No sync today yet.</source>
        <translation>今天还没有同步。</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>上传</translation>
    </message>
    <message>
        <source>Not enrolled yet</source>
        <translation>尚未注册</translation>
    </message>
    <message>
        <source>This laptop {device}</source>
        <translation>本机 {device}</translation>
    </message>
    <message>
        <source>Sync with the centre</source>
        <translation>收班同步</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>The receipt of the shift lacks nothing.</source>
        <translation>本班回执没有缺少任何内容。</translation>
    </message>
</context>
<context>
    <name>TaskWords</name>
    <message>
        <source>Verify</source>
        <translation>核实</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核查</translation>
    </message>
    <message>
        <source>Re-inspect</source>
        <translation>复查</translation>
    </message>
    <message>
        <source>Is the report true?</source>
        <translation>反映的情况是否属实？</translation>
    </message>
    <message>
        <source>Is it solved?</source>
        <translation>是否已处理？</translation>
    </message>
    <message>
        <source>Was the order complied with?</source>
        <translation>责改是否已落实？</translation>
    </message>
    <message>
        <source>True</source>
        <translation>属实</translation>
    </message>
    <message>
        <source>Not true</source>
        <translation>不属实</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Not solved</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>No deadline</source>
        <translation>无期限</translation>
    </message>
    <message>
        <source>Overdue since {at}</source>
        <translation>已逾期，期限 {at}</translation>
    </message>
    <message>
        <source>Until {at}</source>
        <translation>期限 {at}</translation>
    </message>
    <message>
        <source>Taken back by the centre</source>
        <translation>中心已撤回</translation>
    </message>
    <message>
        <source>Closed by the centre</source>
        <translation>中心已结案</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>Answer at the centre</source>
        <translation>回复已达中心</translation>
    </message>
    <message>
        <source>Answer to be sent</source>
        <translation>回复待传</translation>
    </message>
    <message>
        <source>the order ends</source>
        <translation>责改期满</translation>
    </message>
    <message>
        <source>look again: something was open</source>
        <translation>结果待定，再次查看</translation>
    </message>
    <message>
        <source>did they go to the relief point?</source>
        <translation>是否已去疏导点</translation>
    </message>
    <message>
        <source>The finding was withdrawn</source>
        <translation>原记录已撤回</translation>
    </message>
    <message>
        <source>look again: it was planned so</source>
        <translation>按安排再次查看</translation>
    </message>
</context>
<context>
    <name>TasksView</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>待办 {count} 项</translation>
    </message>
    <message>
        <source>{count} answered or closed</source>
        <translation>已回复或结案 {count} 项</translation>
    </message>
    <message>
        <source>No tasks from the centre and no visits to make. New tasks come with each sync.</source>
        <translation>没有中心任务，也没有待复查的记录。同步后会收到新任务。</translation>
    </message>
    <message>
        <source>Tasks and visits</source>
        <translation>任务与复查</translation>
    </message>
</context>
<context>
    <name>ThingsList</name>
    <message>
        <source>What the map shows, the nearest first</source>
        <translation>地图上的内容，由近到远</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) in sight</source>
        <translation>
            <numerusform>视野内共 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing in sight: move the map.</source>
        <translation>视野内没有内容，请移动地图。</translation>
    </message>
</context>
<context>
    <name>Thumb</name>
    <message>
        <source>at the centre</source>
        <translation>已达中心</translation>
    </message>
    <message>
        <source>to send</source>
        <translation>待传</translation>
    </message>
    <message>
        <source>Photo {place} of {of}, {arrived}</source>
        <translation>第 {place} / {of} 张，{arrived}</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
</context>
<context>
    <name>TierCard</name>
    <message>
        <source>Your decision</source>
        <translation>由你定级</translation>
    </message>
    <message>
        <source>Answer is missing</source>
        <translation>还差一项</translation>
    </message>
    <message>
        <source>Decided by the officer; the policy says {tier}</source>
        <translation>巡查员改判，策略判定 {tier}</translation>
    </message>
    <message>
        <source>The policy does not decide this kind.</source>
        <translation>策略不判定这类事件。</translation>
    </message>
    <message>
        <source>Nothing answered yet</source>
        <translation>尚未点选</translation>
    </message>
    <message>
        <source>The decision follows each answer at once.</source>
        <translation>点选后立即给出判定。</translation>
    </message>
    <message>
        <source>Provisional: facts missing</source>
        <translation>待复核：信息不全</translation>
    </message>
    <message>
        <source>Fine: {gate}</source>
        <translation>罚款：{gate}</translation>
    </message>
    <message>
        <source>{tier} waits for your squad leader&apos;s word</source>
        <translation>{tier} 等待中队长批准</translation>
    </message>
    <message>
        <source>A suggestion: an enforcement officer decides the tier.</source>
        <translation>仅为建议，处置方式由执法人员决定。</translation>
    </message>
    <message>
        <source>Provisional: look again</source>
        <translation>待复核：需再次查看</translation>
    </message>
</context>
<context>
    <name>TierTile</name>
    <message>
        <source>{tier} {share} %</source>
        <translation>{tier} {share}%</translation>
    </message>
</context>
<context>
    <name>TimeInput</name>
    <message>
        <source>Enter a date and time, for example 2026-11-22 09:14.</source>
        <translation>请填日期和时间，如 2026-11-22 09:14</translation>
    </message>
</context>
<context>
    <name>TurnRow</name>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>TypedInput</name>
    <message>
        <source>Unknown</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>Enter a number.</source>
        <translation>请填数字。</translation>
    </message>
</context>
<context>
    <name>UnlockCard</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>再输一次密码</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>This is not the password of this laptop&apos;s data.</source>
        <translation>密码不对，无法解锁本机数据。</translation>
    </message>
    <message>
        <source>Choose a password for this laptop&apos;s data</source>
        <translation>为本机数据设置密码</translation>
    </message>
    <message>
        <source>Unlock this laptop&apos;s data</source>
        <translation>解锁本机数据</translation>
    </message>
    <message>
        <source>This computer has no keyring. Without the password the data cannot be read, by anybody.</source>
        <translation>这台电脑没有密钥环。没有密码，任何人都无法读取数据。</translation>
    </message>
    <message>
        <source>You can go on recording; what you save waits until the data is unlocked.</source>
        <translation>可以继续填写，解锁后自动保存。</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>至少 8 个字符。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>设置密码</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>Today&apos;s backup of the database could not be made. {reason}</source>
        <translation>今天的数据库备份没有做成。{reason}</translation>
    </message>
    <message>
        <source>Only {size} are free on this laptop&apos;s disk. Recording goes on; please free some space soon.</source>
        <translation>本机磁盘仅剩 {size}。可以继续记录；请尽快腾出空间。</translation>
    </message>
    <message>
        <source>Saved, but only once: the disk refuses the second copy. Please sync soon, and free some space.</source>
        <translation>已保存，但目前只有一份：磁盘拒绝写入备用副本。请尽快同步，并清理磁盘空间。</translation>
    </message>
</context>
<context>
    <name>WhyRow</name>
    <message>
        <source>This holds the tier.</source>
        <translation>本项决定了当前分级。</translation>
    </message>
    <message>
        <source>Another rule comes first: {rule}</source>
        <translation>先适用：{rule}</translation>
    </message>
    <message>
        <source>Would need: {conditions}</source>
        <translation>尚需满足：{conditions}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>WindowInput</name>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
</context>
<context>
    <name>WrittenRows</name>
    <message>
        <source>Party</source>
        <translation>当事人</translation>
    </message>
    <message>
        <source>Who it is, as far as known</source>
        <translation>已知的姓名、店名、单位（可选）</translation>
    </message>
    <message>
        <source>Anything else worth knowing</source>
        <translation>点选之外的情况</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>_ChangeRow</name>
    <message>
        <source>{count} × · {reason}</source>
        <translation>{count} 件 · {reason}</translation>
    </message>
</context>
<context>
    <name>_Said</name>
    <message>
        <source>Send a parcel from a stick</source>
        <translation>代交 U 盘里的数据包</translation>
    </message>
    <message>
        <source>Choose a file whose name ends with .parcel. This PC need not be enrolled.</source>
        <translation>请选择以 .parcel 结尾的文件。这台电脑不需要注册。</translation>
    </message>
    <message>
        <source>Reading the parcel</source>
        <translation>正在读取数据包</translation>
    </message>
    <message>
        <source>The parcel is whole and signed by its laptop</source>
        <translation>数据包完整，有原电脑的签名</translation>
    </message>
    <message>
        <source>Only the centre can open it. Sent twice, it changes nothing.</source>
        <translation>只有中心能打开。重复上交不会产生重复记录。</translation>
    </message>
    <message>
        <source>The centre checks what has arrived</source>
        <translation>中心正在核对收到的内容</translation>
    </message>
    <message>
        <source>The receipt comes in a moment.</source>
        <translation>回执马上就到。</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>正在连接中心</translation>
    </message>
    <message>
        <source>The stick is read once more before anything is sent.</source>
        <translation>上交之前再读一遍 U 盘。</translation>
    </message>
    <message>
        <source>A broken connection resumes by itself</source>
        <translation>断网会自动续传</translation>
    </message>
    <message>
        <source>Sending to the centre</source>
        <translation>正在送往中心</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Leave the stick in until it has paused.</source>
        <translation>暂停完成前请不要拔出 U 盘。</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>What has arrived stays at the centre. The stick may be taken out; go on later, here or elsewhere.</source>
        <translation>已送达的部分保留在中心。现在可以拔出 U 盘，以后在这里或别处继续。</translation>
    </message>
    <message numerus="yes">
        <source>At the centre, which lacks %n photo(s)</source>
        <translation>
            <numerusform>已到中心，缺少 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>They were gone or damaged on the laptop, or come with another parcel.</source>
        <translation>它们在原电脑上已丢失或损坏，或在另一个数据包里。</translation>
    </message>
    <message>
        <source>Everything in it is at the centre</source>
        <translation>包内内容已全部到达中心</translation>
    </message>
    <message>
        <source>Take the stick back to the laptop: it counts there once its receipt is taken in.</source>
        <translation>请把 U 盘带回巡查电脑：读取回执后，那里才算已上交。</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} / {all}</translation>
    </message>
    <message>
        <source>About {time} left</source>
        <translation>剩余约 {time}</translation>
    </message>
</context>
<context>
    <name>_Told</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Everything that can still be had comes back; nothing is taken from where it lies now.</source>
        <translation>凡是还找得到的都会恢复；原处的内容一样不少。</translation>
    </message>
    <message>
        <source>Make a lost laptop again on this one</source>
        <translation>在本机上恢复丢失的电脑</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>What has come stays on this laptop. Go on with the same source and code.</source>
        <translation>已取回的内容留在本机。请用同一来源和同一个码继续。</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>The part in hand is finished first.</source>
        <translation>先完成手上的这一步。</translation>
    </message>
    <message>
        <source>A broken connection loses nothing: it can always go on.</source>
        <translation>断网不会丢失内容，随时可以继续。</translation>
    </message>
    <message>
        <source>The parcel goes to the centre first: {done} of {all}</source>
        <translation>先把数据包送到中心：{done} / {all}</translation>
    </message>
    <message>
        <source>Photos {done} / {all}</source>
        <translation>照片 {done} / {all}</translation>
    </message>
    <message>
        <source>Records: {count} so far</source>
        <translation>流水：已取回 {count} 条</translation>
    </message>
    <message>
        <source>Looking what there is of it</source>
        <translation>正在查找它的内容</translation>
    </message>
    <message>
        <source>Came back: {findings}, {photos}</source>
        <translation>已恢复：{findings}，{photos}</translation>
    </message>
    <message>
        <source>Nothing is missing. From now on this laptop is the lost one.</source>
        <translation>没有缺失。从现在起，本机就是那台电脑。</translation>
    </message>
    <message>
        <source>What nobody has any more is named below. All else is here.</source>
        <translation>哪里都找不到的内容列在下面，其余的都在本机。</translation>
    </message>
</context>
<context>
    <name>duty</name>
    <message>
        <source>The database cannot be opened</source>
        <translation>数据库打不开</translation>
    </message>
    <message>
        <source>Opening the database…</source>
        <translation>正在打开数据库…</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>联机</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>未注册</translation>
    </message>
    <message>
        <source>To send: {count}</source>
        <translation>待传 {count}</translation>
    </message>
    <message>
        <source>No shift open</source>
        <translation>未开班</translation>
    </message>
    <message>
        <source>Signs: {names}</source>
        <translation>签署 {names}</translation>
    </message>
</context>
<context>
    <name>facts</name>
    <message>
        <source>Enter a number from {low} to {high}.</source>
        <translation>请填 {low} 到 {high} 之间的数。</translation>
    </message>
    <message>
        <source>Choose one: without it there is no decision.</source>
        <translation>请选一项，否则无法判定。</translation>
    </message>
    <message>
        <source>Enter a whole number.</source>
        <translation>请填整数。</translation>
    </message>
    <message>
        <source>Enter a time, for example 09:14.</source>
        <translation>请填时间，如 09:14</translation>
    </message>
    <message>
        <source>This answer is not valid.</source>
        <translation>此项填写有误。</translation>
    </message>
</context>
<context>
    <name>map</name>
    <message>
        <source>The new base map is no PMTiles or MBTiles file.</source>
        <translation>新底图不是 PMTiles 或 MBTiles 文件。</translation>
    </message>
    <message>
        <source>The new base map has a newer format: update this program first.</source>
        <translation>新底图的格式版本较新，请先升级本程序。</translation>
    </message>
    <message>
        <source>The new base map is cut off: copy the file again.</source>
        <translation>新底图文件不完整，请重新拷贝。</translation>
    </message>
    <message>
        <source>The new base map is damaged: copy the file again.</source>
        <translation>新底图已损坏，请重新拷贝。</translation>
    </message>
    <message>
        <source>The new base map has pictures or a packing that cannot be read here.</source>
        <translation>新底图的图片或压缩格式无法在本机读取。</translation>
    </message>
    <message>
        <source>The new base map is not in the Web Mercator grid and would lie wrong.</source>
        <translation>新底图不是 Web 墨卡托网格，位置会偏移，不能使用。</translation>
    </message>
    <message>
        <source>The new base map is in a datum that cannot be converted here.</source>
        <translation>新底图的坐标系在本机无法转换。</translation>
    </message>
    <message>
        <source>The file of the new base map cannot be read.</source>
        <translation>新底图文件无法读取。</translation>
    </message>
    <message>
        <source>A part of the base map is damaged.</source>
        <translation>底图有一部分已损坏。</translation>
    </message>
    <message>
        <source>north</source>
        <translation>北</translation>
    </message>
    <message>
        <source>northeast</source>
        <translation>东北</translation>
    </message>
    <message>
        <source>east</source>
        <translation>东</translation>
    </message>
    <message>
        <source>southeast</source>
        <translation>东南</translation>
    </message>
    <message>
        <source>south</source>
        <translation>南</translation>
    </message>
    <message>
        <source>southwest</source>
        <translation>西南</translation>
    </message>
    <message>
        <source>west</source>
        <translation>西</translation>
    </message>
    <message>
        <source>northwest</source>
        <translation>西北</translation>
    </message>
    <message>
        <source>The old one stays.</source>
        <translation>继续使用原底图。</translation>
    </message>
    <message>
        <source>Everything else on the map works.</source>
        <translation>地图的其他功能不受影响。</translation>
    </message>
    <message>
        <source>Offline base map</source>
        <translation>离线底图</translation>
    </message>
</context>
<context>
    <name>positions</name>
    <message>
        <source>± unknown</source>
        <translation>精度不明</translation>
    </message>
    <message>
        <source>No fix yet</source>
        <translation>未定位</translation>
    </message>
    <message>
        <source>Receiver gone</source>
        <translation>接收机已断开</translation>
    </message>
    <message>
        <source>Listening to the receiver…</source>
        <translation>正在接收…</translation>
    </message>
    <message>
        <source>No receiver</source>
        <translation>无接收机</translation>
    </message>
    <message>
        <source>Looking for a receiver…</source>
        <translation>正在查找接收机…</translation>
    </message>
    <message>
        <source>No receiver is plugged in.</source>
        <translation>未接接收机。</translation>
    </message>
    <message>
        <source>This program may not use it: have the rights of this account set.</source>
        <translation>本程序无权使用该端口，请联系管理员授权。</translation>
    </message>
    <message>
        <source>Another program has it open.</source>
        <translation>端口被其他程序占用。</translation>
    </message>
    <message>
        <source>Nobody answers there.</source>
        <translation>对方无应答。</translation>
    </message>
    <message>
        <source>No signal here</source>
        <translation>此处无信号</translation>
    </message>
    <message>
        <source>Position too inaccurate</source>
        <translation>定位误差大</translation>
    </message>
    <message>
        <source>Not where the laptop is</source>
        <translation>目标不在此处</translation>
    </message>
    <message>
        <source>Named by the task</source>
        <translation>任务指定位置</translation>
    </message>
    <message>
        <source>Set on the map</source>
        <translation>在地图上标注</translation>
    </message>
    <message>
        <source>Typed by hand</source>
        <translation>手工输入</translation>
    </message>
    <message>
        <source>The laptop&apos;s clock is {span} behind the receiver&apos;s.</source>
        <translation>本机时钟比接收机慢 {span}。</translation>
    </message>
    <message>
        <source>The laptop&apos;s clock is {span} ahead of the receiver&apos;s.</source>
        <translation>本机时钟比接收机快 {span}。</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>From the address</source>
        <translation>取自地址</translation>
    </message>
    <message>
        <source>From the code</source>
        <translation>取自扫码</translation>
    </message>
    <message>
        <source>{span} ago</source>
        <translation>{span}前</translation>
    </message>
    <message>
        <source>The system gives no position</source>
        <translation>系统未提供定位</translation>
    </message>
    <message>
        <source>This system has no positioning of its own: choose a receiver.</source>
        <translation>本系统没有自带定位：请选择接收机。</translation>
    </message>
    <message>
        <source>The system refuses this program its position: allow it in the system&apos;s settings (privacy, location).</source>
        <translation>系统拒绝向本程序提供位置：请在系统设置（隐私、位置）中允许。</translation>
    </message>
    <message>
        <source>The system&apos;s positioning does not answer: switch it on in the system&apos;s settings, or choose another source.</source>
        <translation>系统定位没有响应：请在系统设置中开启，或选择其他来源。</translation>
    </message>
    <message>
        <source>No receiver data arrives: check its power, its cable and its output (NMEA 0183).</source>
        <translation>未收到接收机数据：请检查电源、连接线和输出格式（NMEA 0183）。</translation>
    </message>
    <message>
        <source>Grid {code}</source>
        <translation>网格 {code}</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>typed in</source>
        <translation>手工输入</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>rescue</name>
    <message>
        <source>An older copy of the database was put back on this laptop</source>
        <translation>本机数据库曾被换成旧副本</translation>
    </message>
    <message>
        <source>The database of this laptop is an older copy or a clone</source>
        <translation>本机数据库是旧副本或克隆</translation>
    </message>
    <message>
        <source>The database of this laptop was gone and has been rebuilt</source>
        <translation>本机数据库曾丢失，已重建</translation>
    </message>
    <message>
        <source>The database of this laptop was damaged and has been rebuilt</source>
        <translation>本机数据库曾损坏，已重建</translation>
    </message>
    <message>
        <source>The centre holds records of this laptop that are not here; it keeps both.</source>
        <translation>中心有本机的一些记录，本机上没有；两边的记录中心都会保留。</translation>
    </message>
    <message>
        <source>What the centre lacks goes there by itself with the next sync; there is nothing to do.</source>
        <translation>中心缺少的记录会在下次同步时自动补传，无需操作。</translation>
    </message>
    <message>
        <source>The damaged file lies in the data folder under {folder}. Leave it for technical support.</source>
        <translation>损坏的文件在数据文件夹的 {folder} 里，请留给技术支持，不要删除。</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>没有丢失记录。</translation>
    </message>
    <message>
        <source>This laptop takes the place of one that was lost: its records are here</source>
        <translation>本机接替一台已丢失的终端：其记录已恢复到本机</translation>
    </message>
    <message>
        <source>All else that the centre lacks goes there by itself with the next sync.</source>
        <translation>中心缺少的其他记录会在下次同步时自动补传。</translation>
    </message>
    <message>
        <source>Drafts that were not saved may be lost; look through the drafts and record again what is missing.</source>
        <translation>未保存的草稿可能有丢失，请核对草稿，把缺的重新记录。</translation>
    </message>
    <message>
        <source>Other receipts may be missing; the centre signs anew with the next sync.</source>
        <translation>可能还缺其他回执；下次同步时由中心重新签发。</translation>
    </message>
</context>
<context>
    <name>shots</name>
    <message>
        <source>wide view with a landmark</source>
        <translation>全景带参照物</translation>
    </message>
    <message>
        <source>close view</source>
        <translation>近景</translation>
    </message>
    <message>
        <source>goods and the line crossed</source>
        <translation>物品与越线</translation>
    </message>
    <message>
        <source>notice served</source>
        <translation>送达的文书</translation>
    </message>
    <message>
        <source>notice board, legible</source>
        <translation>公示牌（字迹可辨）</translation>
    </message>
    <message>
        <source>front with the plate</source>
        <translation>车头带号牌</translation>
    </message>
    <message>
        <source>rear</source>
        <translation>车尾</translation>
    </message>
    <message>
        <source>surroundings with the sign or line</source>
        <translation>周边标志或标线</translation>
    </message>
    <message>
        <source>the same view after 10 minutes</source>
        <translation>10分钟后同一视角</translation>
    </message>
    <message>
        <source>what is blocked</source>
        <translation>被占压部位</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>No breach</source>
        <translation>无问题</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Management</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Enforcement</source>
        <translation>执法</translation>
    </message>
    <message>
        <source>Street trading</source>
        <translation>占道经营</translation>
    </message>
    <message>
        <source>Hoarding</source>
        <translation>施工围挡</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>停车秩序</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Collector</source>
        <translation>信息采集员</translation>
    </message>
    <message>
        <source>Auxiliary</source>
        <translation>协管员</translation>
    </message>
    <message>
        <source>Enforcement officer</source>
        <translation>执法人员</translation>
    </message>
    <message>
        <source>Squad leader</source>
        <translation>中队长</translation>
    </message>
    <message>
        <source>Open a shift first: a finding must name who signs it.</source>
        <translation>请先开班：每条记录都要有签署人。</translation>
    </message>
    <message>
        <source>A shift is already open on this laptop. Close it first.</source>
        <translation>本机已有班次，请先收班。</translation>
    </message>
    <message>
        <source>Enter the officer&apos;s number.</source>
        <translation>请填写巡查员编号。</translation>
    </message>
    <message>
        <source>The second officer must be another person.</source>
        <translation>第二人不能是同一人。</translation>
    </message>
    <message>
        <source>Say why you decide differently; the reason is kept as evidence.</source>
        <translation>请填写改判理由，理由作为证据留存。</translation>
    </message>
    <message>
        <source>Choose a tier; the policy does not decide this kind.</source>
        <translation>策略不判定这类事件，请选择分级。</translation>
    </message>
    <message>
        <source>Choose what kind of event it is.</source>
        <translation>请选择事件类型。</translation>
    </message>
    <message>
        <source>Say why the finding is withdrawn.</source>
        <translation>请填写撤回理由。</translation>
    </message>
    <message>
        <source>This finding is not on this laptop any more.</source>
        <translation>本机已没有这条记录。</translation>
    </message>
    <message>
        <source>This task cannot be answered that way. Look at the tasks again.</source>
        <translation>任务不能这样回复，请刷新任务。</translation>
    </message>
    <message>
        <source>This finding was already withdrawn.</source>
        <translation>这条记录已撤回。</translation>
    </message>
    <message>
        <source>A finding holds at most 20 photos.</source>
        <translation>一条记录最多 20 张照片。</translation>
    </message>
    <message>
        <source>A text is too long: a note has at most 2000 characters, a name 200.</source>
        <translation>文字过长：备注最多 2000 字，名称最多 200 字。</translation>
    </message>
    <message>
        <source>Enter a time of the day, for example 08:00.</source>
        <translation>请填时间，如 08:00</translation>
    </message>
    <message>
        <source>One answer is out of its range; it is marked.</source>
        <translation>有一项超出范围，已标出。</translation>
    </message>
    <message>
        <source>{subject} was not imported: the file is empty.</source>
        <translation>未导入 {subject}：文件是空的。</translation>
    </message>
    <message>
        <source>{subject} was not imported: nothing of the picture can be shown.</source>
        <translation>未导入 {subject}：图片已损坏，无法显示。</translation>
    </message>
    <message>
        <source>{subject} was not imported: it is larger than 25 MB.</source>
        <translation>未导入 {subject}：超过 25 MB。</translation>
    </message>
    <message>
        <source>{subject} was not imported: it has more than 100 megapixels.</source>
        <translation>未导入 {subject}：超过 1 亿像素。</translation>
    </message>
    <message>
        <source>{subject} was not imported: the file could not be read.</source>
        <translation>未导入 {subject}：文件读不出来。</translation>
    </message>
    <message>
        <source>The disk does not answer. Nothing that was saved is lost; try again.</source>
        <translation>磁盘没有响应。已保存的不会丢失，请重试。</translation>
    </message>
    <message>
        <source>Something in this program went wrong ({code}). What was saved is safe; the log tells us more.</source>
        <translation>程序出错（{code}）。已保存的内容安全，详情见日志。</translation>
    </message>
    <message>
        <source>This does not work at the moment ({code}). What was saved is safe; try again.</source>
        <translation>暂时无法完成（{code}）。已保存的内容安全，请重试。</translation>
    </message>
    <message>
        <source>This laptop&apos;s data was written by a newer version of this program. Update the program; nothing was changed.</source>
        <translation>本机数据由更新版本的程序写入。请更新程序；数据没有改动。</translation>
    </message>
    <message>
        <source>The key does not fit this laptop&apos;s data. Nothing was changed; call technical support.</source>
        <translation>密钥与本机数据不符。数据没有改动，请联系技术支持。</translation>
    </message>
    <message>
        <source>The key of this laptop&apos;s data is not in this user&apos;s key ring. Sign in as the usual user, or call support.</source>
        <translation>当前用户的密钥环里没有本机数据的密钥。请用平时的用户登录，或联系技术支持。</translation>
    </message>
    <message>
        <source>This computer offers no safe place for the key of the data. Call technical support.</source>
        <translation>这台电脑没有安全存放密钥的地方，请联系技术支持。</translation>
    </message>
    <message>
        <source>The database is damaged. Start the program again: it saves what can be read.</source>
        <translation>数据库已损坏。请重新启动程序，程序会抢救可读的数据。</translation>
    </message>
    <message>
        <source>The disk is full. Free some space, then save again; what was saved is safe.</source>
        <translation>磁盘已满。请腾出空间后再保存；已保存的内容安全。</translation>
    </message>
    <message>
        <source>The data folder cannot be read or written. What was saved is safe; try again.</source>
        <translation>数据文件夹无法读写。已保存的内容安全，请重试。</translation>
    </message>
    <message>
        <source>The program is already running on this data. Use the other window.</source>
        <translation>程序已在运行，请使用已打开的窗口。</translation>
    </message>
    <message>
        <source>The file of a photo is not on this laptop any more.</source>
        <translation>本机已没有这张照片的文件。</translation>
    </message>
    <message>
        <source>The file of a photo on this laptop is damaged.</source>
        <translation>本机上这张照片的文件已损坏。</translation>
    </message>
    <message>
        <source>{subject} was not imported: it is not a JPEG, PNG or HEIC picture.</source>
        <translation>未导入 {subject}：不是 JPEG、PNG 或 HEIC 图片。</translation>
    </message>
    <message>
        <source>Safety, obstruction or history decide here: going lower needs the squad leader&apos;s code.</source>
        <translation>这里由安全、阻碍执法或既往记录决定，降档须由中队长输入口令。</translation>
    </message>
    <message>
        <source>This is not the leader&apos;s code, or too many were tried: wait a moment and try again.</source>
        <translation>口令不对，或尝试次数过多，请稍候再试。</translation>
    </message>
    <message>
        <source>Your role may not take this measure; an enforcement officer may.</source>
        <translation>您的岗位不能采取这项措施，须由执法人员办理。</translation>
    </message>
    <message>
        <source>This needs two certified officers (Administrative Penalty Law, art. 42).</source>
        <translation>须有两名持证执法人员在场（《行政处罚法》第四十二条）。</translation>
    </message>
    <message>
        <source>A finding holds at most 20 measures.</source>
        <translation>一条记录最多登记 20 项措施。</translation>
    </message>
    <message>
        <source>Your role may not decide the tier differently; an enforcement officer may.</source>
        <translation>您的岗位不能改变处置方式，请由执法人员决定。</translation>
    </message>
    <message>
        <source>The centre signs with a new key whose proof is not here yet. Sync once more, then save the receipt.</source>
        <translation>中心启用了新的签名密钥，本机还没有它的凭证。请再同步一次，然后保存回执。</translation>
    </message>
    <message>
        <source>There is no receipt for this shift yet. It comes with the next sync.</source>
        <translation>本班还没有回执，下次同步后就有。</translation>
    </message>
    <message>
        <source>This folder holds a laptop&apos;s data already. Restore into an empty folder; nothing was changed.</source>
        <translation>该文件夹已有一台终端的数据。请恢复到空文件夹；未作任何改动。</translation>
    </message>
    <message>
        <source>There is not enough room on the stick, or it takes no file as large. Use another one; nothing was left on it.</source>
        <translation>U 盘空间不足，或不支持这么大的文件。请换一个；U 盘上没有留下任何内容。</translation>
    </message>
    <message>
        <source>The stick cannot be written, or was pulled out. Nothing is lost; use another one or try again.</source>
        <translation>U 盘无法写入，或已被拔出。没有丢失任何内容；请换一个或重试。</translation>
    </message>
    <message>
        <source>What was read back from the stick is not what was written. Use another one; nothing is lost.</source>
        <translation>从 U 盘回读的内容与写入的不一致。请换一个；没有丢失任何内容。</translation>
    </message>
    <message>
        <source>A file of the 721 rules on this laptop was damaged or changed ({subject}). Nothing can be decided, drafts stay kept: have the program installed again.</source>
        <translation>本机的 721 裁量规则文件（{subject}）已损坏或被改动，无法作出判定。草稿仍会保存，请重新安装程序。</translation>
    </message>
    <message>
        <source>The 721 rules on this laptop cannot be used ({subject}). Nothing can be decided, drafts stay kept: call technical support.</source>
        <translation>本机的 721 裁量规则（{subject}）无法使用，不能作出判定。草稿仍会保存，请联系技术支持。</translation>
    </message>
    <message>
        <source>Say why the position was set by hand; the reason is kept as evidence.</source>
        <translation>请说明为何手工标注位置；原因将作为证据留存。</translation>
    </message>
    <message>
        <source>The reference pack of the city is damaged: grids and addresses are not looked up. Recording goes on.</source>
        <translation>城市资料包已损坏，暂不能查询网格和地址；记录照常进行。</translation>
    </message>
    <message>
        <source>The stick cannot be read, or was pulled out. Put it in again; nothing is lost.</source>
        <translation>U 盘无法读取，或已被拔出。请重新插入；没有丢失任何内容。</translation>
    </message>
</context>
</TS>
