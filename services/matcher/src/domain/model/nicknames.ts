/** Common short forms, each line of one name; a form may be of several names. Own list, of what is widely known. */
const FORMS = `
abigail abby abbie gail|abraham abe|adelaide addie|albert al bert bertie|alexander alex alec sandy sasha lex xander alejandro aleksandr|alexandra alex sandra sasha lexi alessandra
alfred alf alfie fred|alice ally allie|alison ally allie|amanda mandy|amelia amy millie|andrew andy drew andreas andre andrey andrei|angela angie|ann anne annie anna nancy|anthony tony anton antonio|antonia toni
arthur art artie|barbara barb barbie babs|bartholomew bart|beatrice bea trixie|benjamin ben benny benji|bernard bernie|bradley brad|caroline carol carrie|catherine cathy kate katie kathy katherine kathryn kathleen kat katharina katja katya cat kit
cecilia celia cissy|charles charlie chuck chas carlos karl|charlotte lottie charlie|christian chris|christina chris tina christine chrissie kristina|christopher chris kit topher kristof|clement clem|clifford cliff
daniel dan danny|deborah deb debbie debra|dennis denny|dolores lola|dominic dom nick|donald don donnie|dorothy dot dottie dolly|douglas doug|edith edie|edmund ed eddie ned|edward ed eddie ted teddy ned eduardo|edwin ed eddie|eleanor ellie nell nora lena
elizabeth liz lizzie beth betty bess eliza elsie libby lisa elisabeth lisbeth|ellen nell nellie|emily em emmy millie|emma em|ernest ernie|esther essie|eugene gene|evelyn evie|ferdinand ferdi|florence flo flossie|frances fran franny frankie|francis frank frankie francisco|franklin frank
frederick fred freddie freddy rick fritz friedrich|gabriel gabe|gabriella gabby|george georgie georg jorge|gerald gerry jerry|geraldine gerry|gerard gerry|gertrude trudy gertie|gilbert gil|gregory greg|gustav gus|harold harry hal|harriet hattie|henry harry hank hal heinrich enrique|herbert herb bert
isaac ike|isabel bella izzy isabella|jacob jake jakob jack|jacqueline jackie|james jim jimmy jamie jem|jane janie jenny|janet jan|jason jay|jean jeannie|jeffrey jeff geoffrey geoff|jennifer jen jenny|jeremiah jerry|jeremy jerry|jessica jess jessie|joan joanie|joanna jo joanne
john jack johnny jon johannes hans juan ivan|jonathan jon jonny nathan|joseph joe joey jo jose josef|josephine jo josie|joshua josh|judith judy judi|julia julie|juliana julie|justin jus|kenneth ken kenny|kimberly kim|laura laurie lori|lawrence larry laurence lars lorenz|leonard leo len lenny
leonardo leo|lillian lily lil|louis lou louie luis ludwig|louise lou|lucille lucy|lucinda lucy cindy|madeleine maddie|magdalena lena magda|malcolm mal|margaret maggie meg peggy marge margie greta rita daisy margarete|maria mary marie mia|marjorie marge|martha marty|martin marty|martina tina|matilda tilly
matthew matt matty matthias|maximilian max|maxwell max|melanie mel|melissa mel missy lissa|michael mike mick mickey mikey mitch misha michel miguel mikhail|michelle shelly|mildred millie|mohammed mohamed muhammad mohammad mo|montgomery monty|nancy nan|natalie nat|natalia natasha|nathan nate nat|nathaniel nate nat nathan
nicholas nick nicky nico nicolas niklas klaus|nicole nicky|oliver ollie|olivia liv livvy|oscar ozzie|pamela pam|patricia pat patty trish tricia|patrick pat paddy|paul pablo paulo|paula polly|penelope penny|percival percy|peter pete pedro pyotr|philip phil pip|phyllis phyl|rachel rae|randolph randy|raymond ray
rebecca becky becca|reginald reg reggie|richard rich rick ricky dick richie ricardo|robert rob bob bobby robbie bert roberto|roberta bobbie|roderick rod|rodney rod|roger rog|ronald ron ronnie|rosemary rose rosie|rudolph rudy rolf|russell russ|ruth ruthie|samantha sam|samuel sam sammy|sandra sandy
sarah sally sadie sara|sebastian seb bastian|sergei serge sergio|sharon shari|sidney sid|simon si|solomon sol|sophia sophie|stanley stan|stefan stephen steve|stephanie steph|stephen steve stevie steven|stewart stu stuart|susan sue susie suzanne|sylvia sylvie|tabitha tabby|teresa terry tess theresa tracy|terence terry
theodore ted teddy theo|thomas tom tommy tomas|timothy tim timmy|tobias toby|ulrich uli|valentine val|valerie val|veronica ronnie vera|victor vic|victoria vicky tori vikki|vincent vince vinny|virginia ginny|vladimir vova volodya|vivian viv|walter walt wally|wilfred wilf|wilhelm will willi
william will bill billy willy liam wilhelm guillermo|winifred winnie|yekaterina katya|yevgeny zhenya|zachary zach zack`;

const namesOf = new Map<string, string[]>();
for (const line of FORMS.trim().split(/[|\n]/)) {
  const [name = '', ...forms] = line.split(' ');
  for (const form of [name, ...forms]) {
    namesOf.set(form, [...(namesOf.get(form) ?? []), name]);
  }
}

/** The full names that a form may stand for; none for a name that has no known short form. */
export function fullNamesOf(form: string): readonly string[] {
  return namesOf.get(form) ?? [];
}

export function areFormsOfOneName(a: string, b: string): boolean {
  const names = fullNamesOf(a);
  return fullNamesOf(b).some((name) => names.includes(name));
}
