/** Browsers of people, among them those inside apps, which look odd and must not be lost. `#` takes a version. */
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
const linux = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
const android = "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)";
const webview =
  "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ipad = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const macSafari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";

const chromium = [
  `${windows} Chrome/#.0.0.0 Safari/537.36`,
  `${windows} Chrome/#.0.0.0 Safari/537.36 Edg/#.0.0.0`,
  `${windows} Chrome/#.0.0.0 Safari/537.36 OPR/106.0.0.0`,
  `${windows} Chrome/#.0.0.0 Safari/537.36 Vivaldi/6.5.3206.63`,
  `${windows} Chrome/#.0.6099.199 YaBrowser/24.1.0.0 Safari/537.36`,
  `${mac} Chrome/#.0.0.0 Safari/537.36`,
  `${mac} Chrome/#.0.0.0 Safari/537.36 Edg/#.0.2210.91`,
  `${linux} Chrome/#.0.0.0 Safari/537.36`,
  `${linux} Ubuntu Chromium/#.0.0.0 Chrome/#.0.0.0 Safari/537.36`,
  `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36`,
  `${android} Chrome/#.0.0.0 Mobile Safari/537.36`,
  `${android} SamsungBrowser/23.0 Chrome/#.0.0.0 Mobile Safari/537.36`,
  `${android} Chrome/#.0.0.0 Mobile Safari/537.36 OPR/79.0.4173.76900`,
  `${android} Chrome/#.0.0.0 Mobile Safari/537.36 EdgA/#.0.2210.115`,
  `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile DuckDuckGo/5 Safari/537.36`,
  `Mozilla/5.0 (Linux; Android 13; CUBOT P50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (Linux; Android 12; SM-T870) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 Instagram 316.0.0.38.109 Android (34/14; 450dpi; 1080x2115; samsung; SM-A546B; a54x; s5e8835; en_GB; 563450217)`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/448.0.0.38.109;]`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/444.0.0.22.117;]`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 trill_320704 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/32.7.4 ByteLocale/en ByteFullLocale/en Region/US BytedanceWebview/d8a21c6`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 Snapchat/12.70.0.40 (SM-A546B; Android 14#0; gzip; )`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 Line/14.0.0/IAB`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 [Pinterest/Android]`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 TwitterAndroid`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 [LinkedInApp]/4.1.893`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 MicroMessenger/8.0.47.2560 WeChat/arm64 Weixin NetType/WIFI Language/en ABI/arm64`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 KAKAOTALK/10.5.5 (INAPP)`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 Viber/21.8.0`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 GSA/15.2.36.28.arm64`,
  `${webview} Chrome/#.0.6167.101 Mobile Safari/537.36 Reddit/Version 2024.04.0/Build 1330103/Android 14`,
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) discord/1.0.9030 Chrome/#.0.0.0 Electron/22.3.26 Safari/537.36`,
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Slack/4.36.140 Chrome/#.0.0.0 Electron/28.1.3 Safari/537.36 Sonic Slack_SSB/4.36.140`,
];

const firefox = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:#.0) Gecko/20100101 Firefox/#.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:#.0) Gecko/20100101 Firefox/#.0",
  "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:#.0) Gecko/20100101 Firefox/#.0",
  "Mozilla/5.0 (Android 14; Mobile; rv:#.0) Gecko/#.0 Firefox/#.0",
  `${iphone} FxiOS/#.0 Mobile/15E148 Safari/605.1.15`,
];

const apple = [
  `${iphone} Version/# Mobile/15E148 Safari/604.1`,
  `${ipad} Version/# Mobile/15E148 Safari/604.1`,
  `${macSafari} Version/# Safari/605.1.15`,
  `${iphone} CriOS/12#.0.6167.101 Mobile/15E148 Safari/604.1`,
  `${iphone} EdgiOS/12#.0.2210.126 Version/17.0 Mobile/15E148 Safari/604.1`,
  `${iphone} Mobile/15E148 Instagram 31#.0.0.29.104 (iPhone14,5; iOS 17_5_1; en_US; en; scale=3.00; 1170x2532; 560983071)`,
  `${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/44#.0.0.39.116;FBBV/562380101;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBCR/;FBID/phone;FBLC/en_US;FBOP/80]`,
  `${iphone} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/44#.0.0.30.106;FBDV/iPhone14,5]`,
  `${iphone} Mobile/15E148 musical_ly_32.#.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US isDarkMode/1 WKWebView/1 RevealType/Dialog BytedanceWebview/d8a21c6 FalconTag/7C2E`,
  `${iphone} Mobile/15E148 Snapchat/12.7#.0.29 (like Safari/8617.1.17.10.9, panda)`,
  `${iphone} Mobile/15E148 Safari Line/13.#.0`,
  `${iphone} Mobile/15E148 Twitter for iPhone/10.2#`,
  `${iphone} Mobile/15E148 [Pinterest/iOS]`,
  `${iphone} Mobile/15E148 [LinkedInApp]/9.29.#`,
  `${iphone} Mobile/15E148 MicroMessenger/8.0.#(0x18002f2f) NetType/WIFI Language/en`,
  `${iphone} Mobile/15E148 DuckDuckGo/7`,
  `${iphone} GSA/30#.0.598994205 Mobile/15E148 Safari/604.1`,
  `${iphone} Version/17.# Mobile/15E148 Safari/604.1 (Ecosia ios@10.0.1.1829)`,
];

const others = [
  "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
  "Mozilla/5.0 (PlayStation; PlayStation 5/6.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
  "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/606.4 (KHTML, like Gecko) NF/6.0.1.15.4 NintendoBrowser/5.1.0.20393",
  "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/76.0.3809.146 TV Safari/537.36",
  "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/605.1.15 Epiphany/605.1.15",
  "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16",
];

function versions(templates: string[], from: number, to: number): string[] {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
  return templates.flatMap((template) => numbers.map((number) => template.replaceAll("#", number)));
}

export const browsers = [
  ...versions(chromium, 100, 149),
  ...versions(firefox, 100, 149),
  ...versions(apple, 1, 18),
  ...others,
];
