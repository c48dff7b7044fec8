"""How a complainant is shown to those who need not know: enough to tell two people apart, too little to call one."""


def masked_name(name: str) -> str:
    """Return 张** for 张三丰: the first character and stars."""
    return f"{name[0]}**" if name else ""


def masked_phone(phone: str) -> str:
    """Return 138****5678: the first three and the last four characters; only stars for a short one."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def masked_address(address: str) -> str:
    """Return stars for an address, so that it is seen that there is one."""
    return "****" if address else ""
