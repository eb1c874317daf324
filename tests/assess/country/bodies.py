"""What a report says of a law, before and after, and what a lawyer would call the change. Invented sentences."""

B, N, A, S = "broadened", "narrowed", "amended", None

BASE = "捜査機関は、裁判所の令状を得た場合には、電気通信事業者に対し、加入者情報及び通信記録の提供を求めることができる。"
ASK = "国家情報局は、国家安全保障に関する情報を収集するため、公的機関に対し、その保有する情報の提供を求めることができる。"
KEEP = "オンラインサービスを提供する事業者は、利用者のデータを国内のサーバーに保存しなければならない。"

CASES: tuple[tuple[str, str, str, str | None], ...] = (
    # --- safeguards
    (
        "warrant dropped",
        BASE,
        "捜査機関は、電気通信事業者に対し、加入者情報及び通信記録の提供を求めることができる。",
        B,
    ),
    ("warrant denied", BASE, BASE.replace("裁判所の令状を得た場合には、", "裁判所の令状によらず、"), B),
    (
        "warrant not needed in urgent cases",
        BASE,
        BASE + "ただし、緊急の必要がある場合には、令状を要しない。",
        B,
    ),
    ("warrant added", BASE.replace("裁判所の令状を得た場合には、", ""), BASE, N),
    (
        "court order added behind",
        ASK,
        ASK[:-1] + "。この求めには、裁判所の事前の許可を得なければならない。",
        N,
    ),
    (
        "court permit by another phrase",
        ASK,
        ASK.replace("公的機関に対し", "裁判官の許可を得た上で、公的機関に対し"),
        N,
    ),
    (
        "without a court decision",
        ASK.replace("収集するため、", "収集するため、裁判所の決定に基づき、"),
        ASK.replace("収集するため、", "収集するため、裁判所の決定を要することなく、"),
        B,
    ),
    (
        "court replaced by prosecutor",
        BASE,
        BASE.replace("裁判所の令状を得た場合には", "検察官の承認を得た場合には"),
        B,
    ),
    (
        "prosecutor replaced by court",
        BASE.replace("裁判所の令状を得た場合には", "検察官の承認を得た場合には"),
        BASE,
        N,
    ),
    (
        "notice to the person added",
        BASE,
        BASE + "提供を受けた機関は、提供を受けた日から30日以内に、その旨を本人に通知しなければならない。",
        N,
    ),
    ("notice to the person forbidden", BASE, BASE + "事業者は、提供の事実を本人に通知してはならない。", B),
    ("notice dropped", BASE + "提供を受けた機関は、その旨を利用者に通知しなければならない。", BASE, B),
    (
        "limited to what is needed",
        ASK,
        ASK.replace("公的機関に対し", "必要な範囲において、公的機関に対し"),
        N,
    ),
    ("objection added", ASK, ASK + "求めを受けた者は、裁判所に異議を申し立てることができる。", N),
    (
        "consent no longer needed",
        "事業者は、本人の同意を得て、当局に個人情報を提供しなければならない。",
        "事業者は、本人の同意を得ることなく、当局に個人情報を提供しなければならない。",
        B,
    ),
    # --- bodies, purposes, data
    ("private bodies added", ASK, ASK.replace("公的機関に対し", "公的機関、銀行その他の民間事業者に対し"), B),
    (
        "private bodies removed",
        ASK.replace("公的機関に対し", "公的機関、銀行その他の民間事業者に対し"),
        ASK,
        N,
    ),
    ("purpose added", ASK, ASK.replace("国家安全保障に", "国家安全保障及びテロ対策に"), B),
    ("purpose removed", ASK.replace("国家安全保障に", "国家安全保障及びテロ対策に"), ASK, N),
    ("data added", BASE, BASE.replace("加入者情報及び通信記録", "加入者情報、位置情報及び通信記録"), B),
    ("data removed", BASE.replace("加入者情報及び通信記録", "加入者情報、位置情報及び通信記録"), BASE, N),
    ("data added at the end of a list", BASE, BASE.replace("通信記録", "通信記録並びに通信の内容"), B),
    ("bodies widened to foreign ones", KEEP, KEEP.replace("提供する事業者", "提供する国内外の事業者"), B),
    (
        "bodies narrowed to a kind",
        KEEP,
        KEEP.replace(
            "オンラインサービスを提供する事業者",
            "重要情報インフラの運営者であって、オンラインサービスを提供する事業者",
        ),
        N,
    ),
    (
        "narrowed to certain crimes",
        BASE,
        BASE.replace("捜査機関は、", "捜査機関は、重大な犯罪の捜査に必要な場合に限り、"),
        N,
    ),
    (
        "no longer only certain crimes",
        BASE.replace("捜査機関は、", "捜査機関は、重大な犯罪の捜査に必要な場合に限り、"),
        BASE,
        B,
    ),
    ("exception added", KEEP, KEEP + "ただし、小規模な事業者については、この限りでない。", N),
    ("exception dropped", KEEP + "ただし、小規模な事業者については、この限りでない。", KEEP, B),
    (
        "another duty added",
        BASE,
        BASE + "また、電気通信事業者は、捜査機関に対し、通信の傍受に必要な設備を提供しなければならない。",
        B,
    ),
    (
        "a duty dropped",
        BASE + "また、電気通信事業者は、捜査機関に対し、通信の傍受に必要な設備を提供しなければならない。",
        BASE,
        N,
    ),
    ("continuous access added", ASK, ASK.replace("情報の提供", "情報の継続的かつリアルタイムの提供"), B),
    (
        "threshold lowered",
        "1日当たりの利用者数が100万人を超える事業者は、データを国内に保存しなければならない。",
        "1日当たりの利用者数が10万人を超える事業者は、データを国内に保存しなければならない。",
        B,
    ),
    (
        "threshold raised",
        "1日当たりの利用者数が10万人を超える事業者は、データを国内に保存しなければならない。",
        "1日当たりの利用者数が100万人を超える事業者は、データを国内に保存しなければならない。",
        N,
    ),
    ("kept longer", KEEP + "保存期間は、12か月とする。", KEEP + "保存期間は、24か月とする。", B),
    ("kept shorter", KEEP + "保存期間は、最低24か月とする。", KEEP + "保存期間は、最低6か月とする。", N),
    # --- how hard
    (
        "free becomes owed",
        "電気通信事業者は、捜査機関から求められた場合には、これに応ずることができる。",
        "電気通信事業者は、捜査機関から求められた場合には、これに応じなければならない。",
        B,
    ),
    (
        "owed becomes free",
        "電気通信事業者は、捜査機関から求められた場合には、これに応じなければならない。",
        "電気通信事業者は、捜査機関から求められた場合には、これに応ずることができる。",
        N,
    ),
    (
        "no right to refuse",
        ASK,
        ASK[:-1].replace("できる", "でき、求めを受けた者は、これを拒むことができない") + "。",
        B,
    ),
    # --- deletion
    ("deletion hindered", KEEP, KEEP + "当該保存期間中は、本人からの消去等の請求に応ずることができない。", B),
    (
        "deletion hindered, perhaps",
        KEEP,
        KEEP + "\n保存期間中は、本人による削除の請求に対応することができないおそれがある。",
        B,
    ),
    (
        "deletion allowed",
        KEEP,
        KEEP + "ただし、本人から消去の請求があった場合には、これに応じなければならない。",
        N,
    ),
    (
        "deletion allowed, said otherwise",
        KEEP,
        KEEP + "\nこの義務は、本人の請求による個人データの削除を妨げるものではない。",
        N,
    ),
    (
        "deletion no longer hindered",
        KEEP + "当該保存期間中は、本人からの消去等の請求に応ずることができない。",
        KEEP,
        N,
    ),
    (
        "deletion forbidden while kept",
        KEEP,
        KEEP + "事業者は、保存期間中、当該データを消去してはならない。",
        B,
    ),
    # --- neither
    (
        "deadline",
        BASE + "求めを受けた者は、10日以内に回答しなければならない。",
        BASE + "求めを受けた者は、5日以内に回答しなければならない。",
        A,
    ),
    ("other authority", ASK, ASK.replace("国家情報局", "国家保安庁"), A),
    ("bodies exchanged", ASK, ASK.replace("公的機関", "金融機関"), A),
    # --- a second hand: other sentences, other words
    (
        "agencies of the state may look directly",
        "電気通信事業者は、当局の求めに応じ、通話記録を提供しなければならない。",
        "電気通信事業者は、当局の求めに応じ、通話記録を提供し、当局が通信設備に直接アクセスできるようにしなければならない。",
        B,
    ),
    (
        "applies to foreign bodies too",
        "国内事業者は、利用者の個人情報を国内に保存しなければならない。",
        "国内事業者及び国内で役務を提供する外国事業者は、利用者の個人情報を国内に保存しなければならない。",
        B,
    ),
    (
        "all bodies instead of infrastructure",
        "重要情報インフラ運営者は、収集した個人情報を国内に保存しなければならない。",
        "全ての個人情報取扱者は、収集した個人情報を国内に保存しなければならない。",
        B,
    ),
    (
        "infrastructure instead of all bodies",
        "全ての個人情報取扱者は、収集した個人情報を国内に保存しなければならない。",
        "重要情報インフラ運営者は、収集した個人情報を国内に保存しなければならない。",
        N,
    ),
    (
        "sensitive data only",
        "事業者は、個人データを国内に保存しなければならない。",
        "事業者は、機微な個人データのみを国内に保存しなければならない。",
        N,
    ),
    (
        "financial data too",
        "事業者は、健康データを国内に保存しなければならない。",
        "事業者は、健康データ及び金融取引データを国内に保存しなければならない。",
        B,
    ),
    (
        "copy abroad allowed",
        "事業者は、個人データを国内に保存しなければならない。",
        "事業者は、個人データを国内に保存しなければならない。ただし、写しを国外に保存することは妨げない。",
        N,
    ),
    (
        "transfer abroad forbidden",
        "事業者は、個人データを国内に保存しなければならない。",
        "事業者は、個人データを国内に保存しなければならず、国外に移転してはならない。",
        B,
    ),
    (
        "purpose widened to the economy",
        "情報機関は、テロ防止のため、通信データの提供を求めることができる。",
        "情報機関は、テロ防止、組織犯罪対策及び経済安全保障のため、通信データの提供を求めることができる。",
        B,
    ),
    (
        "only with the judge since the amendment",
        "情報機関は、通信データの提供を求めることができる。",
        "2024年の改正により、情報機関は、独立した裁判官の事前の許可を得た場合に限り、通信データの提供を求めることができる。",
        N,
    ),
    (
        "judge afterwards instead of before",
        "情報機関は、裁判所の事前の許可を得て、通信データを取得することができる。",
        "情報機関は、通信データを取得した後、裁判所の事後の承認を得れば足りる。",
        B,
    ),
    (
        "written request no longer",
        "当局は、書面により、情報の提供を求めることができる。",
        "当局は、情報の提供を求めることができる。",
        B,
    ),
    (
        "written request required",
        "当局は、情報の提供を求めることができる。",
        "当局は、書面により、情報の提供を求めることができる。",
        N,
    ),
    (
        "reporting to parliament",
        ASK,
        ASK + "国家情報局は、提供を受けた件数を毎年議会に報告しなければならない。",
        N,
    ),
    ("secrecy about requests", BASE, BASE + "事業者は、求めがあった事実を第三者に開示してはならない。", B),
    (
        "destroy what is no longer needed",
        BASE,
        BASE + "捜査機関は、提供を受けた情報を必要がなくなった時点で消去しなければならない。",
        N,
    ),
    (
        "name of the ministry",
        "公安省は、情報の提供を求めることができる。",
        "公安省（旧国家保安省）は、情報の提供を求めることができる。",
        A,
    ),
    ("fine added", KEEP, KEEP + "違反した者には、罰金が科される。", A),
    # --- only wording
    ("spelling of conjunctions", BASE, BASE.replace("及び", "並びに"), S),
    ("order of a list", BASE, BASE.replace("加入者情報及び通信記録", "通信記録及び加入者情報"), S),
    ("duty in other words", KEEP, KEEP.replace("保存しなければならない", "保存する義務を負う"), S),
    ("article cited", KEEP, KEEP[:-1] + "（第26条第3項）。", S),
    ("another article", KEEP[:-1] + "（第26条第3項）。", KEEP[:-1] + "（第31条及び第32条）。", S),
    ("split into paragraphs", BASE + ASK, BASE + "\n" + ASK, S),
    ("letters that look alike", KEEP, KEEP.replace("データ", "デ一夕"), S),
    ("synonyms of keeping", KEEP, KEEP.replace("保存", "保管"), S),
    ("a note that denies a duty", BASE, BASE + "なお、政府による通信記録の保存を義務付けるものではない。", S),
)
